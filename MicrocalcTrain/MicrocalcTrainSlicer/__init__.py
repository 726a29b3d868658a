"""What of MicrocalcTrain touches Slicer: the pages of the panel, and curves as nodes."""
