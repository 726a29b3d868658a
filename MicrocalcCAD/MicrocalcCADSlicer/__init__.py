"""Everything of Microcalc that touches Slicer: volumes in, findings as MRML nodes, the panel."""
