<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en-US" language="en-US">
  <context>
    <name>MicrocalcCAD</name>
    <message>
      <source>Microcalc CAD</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finds calcifications in mammograms, segments each of them, groups them into clusters and lists the clusters. Research only: not a medical device, not for diagnosis.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The method follows Marasinou et al., Improving the quantitative analysis of breast microcalcifications, 2023.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mammogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exam:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Images of one patient and one study; without DICOM, a date in the name tells them apart</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Image:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The mammogram: a grey-scale volume of one slice</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>vtkMRMLScalarVolumeNode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find calcifications in the mammogram; click again to cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In all views of the exam</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect in one image of the exam after the other</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Findings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How much is reported: named points on the curve of the model, or your own</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lowest suspicion that is reported: left finds more, right is surer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>List only findings of one kind</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show typically benign</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>List and outline, after the others, what needs no attention by its look</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Most suspicious first: click a row to go to the finding</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The chosen finding at its real pixels, without marks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kind of the chosen finding: your word stands in place of the detector's, in reports and for training</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Distribution of the chosen group: your word stands in place of the detector's</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels of the screen across one of the image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Accept</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The chosen finding is real; again: take that back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reject</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The chosen finding is none: hide its marks; again: take that back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not sure</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nobody can tell whether the chosen finding is one; again: take that back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the last step of the review back: a decision, another operating point or grouping, an edit, deleted marks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Correct by hand</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add and remove calcifications by clicks in the Segment Editor; the list follows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write the findings of all images of this exam as pages, open them in the browser, and take their text to be pasted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show each calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outlines</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show a line around each cluster, and rays around each single calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Vessels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show a line along each calcified vessel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Heat map</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lay the network's map over the mammogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nipple</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the nipple that distances are measured from. Drag the point where the estimate is wrong; delete it to have the estimate again. Not for a picture of two breasts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Advanced</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Method:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How calcifications are found</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Trained weights</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kinds:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model that names kinds of calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Device:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto takes the graphics card where there is one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixel spacing:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>True distance of pixel centres on the detector; asked for where the image does not say it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source> mm</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not known</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Full scale:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stored value of full white, for example 4095, where the image does not say it; used by the next detection</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as the image says</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rating:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the groups are rated by: the outcome of real lesions described alike, a model learned from simulated lesions, an own model, or nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Linking distance:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcifications at most this far apart belong to one group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cluster has more than:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The radiological definition: more than 5 calcifications in a square centimetre</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source> per cm²</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smallest group shown:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smaller groups are not listed; groups below the density above are listed as few</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Plot distributions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Size, shape and intensity of the chosen cluster's calcifications against all others</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Plot model's curve</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The curve that the model was measured with, and the operating point on it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exam</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prior exam:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>An earlier exam of the same patient, shown beside this one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Views:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Arrange the slice views: right breast on the left, CC above MLO, chest walls in the middle, one scale</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show views</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect in one view after the other, with the detector and operating point of the tab Mammogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect in all views</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clusters of all views</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Possible match within:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clusters of CC and MLO whose distances to the nipple differ by no more than this are suggested as possible matches; distance alone proves nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Click a row to go to the cluster in every view that shows its image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>DICOM</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Formats:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>DICOM Segmentation: calcifications and clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>SEG</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mammography CAD SR: the report that a PACS expects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>CAD SR</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Presentation state: outlines that a viewer draws over the mammogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>GSPS</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Picture with the marks burned in, for viewers that show nothing else</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Capture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder for the files; made if it is missing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose the folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write the results of the chosen mammogram, as they stand after review</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write them and send them to the DICOM node below</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export and send</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Load</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Marks of our segmentations, and of CAD reports of any vendor, onto their mammogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Load SEG or CAD SR...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>DICOM node</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Host:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name or address of the PACS or workstation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>localhost</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Port:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Port of the PACS or workstation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Its title:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Application entity title by which it knows itself</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ANY-SCP</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Our title:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Application entity title by which it knows us</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>MICROCALC</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ask whether the node answers (C-ECHO)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Test</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose DICOM files and send them (C-STORE)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Send files...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Receive on port:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Port on which other nodes reach us while receiving</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Accept what other nodes send into the folder above; nothing that is there is replaced</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Receive</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Receive from:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Titles of the nodes that may send, separated by commas; empty: any that calls us by our title</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>any title</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Listen on all network addresses of this machine instead of on this machine alone</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Other machines</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Batch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Images:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of mammograms (DICOM trees too), or a worklist: a CSV file with a column path</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>folder, or worklist (.csv)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Browse...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Work on the volumes that are loaded, in place of a folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All volumes of the scene</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Results:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder that receives the results, the table, the summary and the journal</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>folder for the results</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose the folder for the results</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For all images of the batch, before what they say themselves; leave it where they say it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as the images say</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Workers:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Processes that work side by side, one thread each</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A page with pictures for every image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pages</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A segmentation that Slicer opens for every image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Segmentations</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write paths, UIDs and file names as they are; without it nothing that names a patient is written</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Identifiers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Do only what an earlier run in the folder of the results has not done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go on with an earlier run</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect in all images, with the method, model, device and operating point of the other tab; click again to cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start batch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open the summary page of the last batch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open summary</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Installation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check packages, decoders, device, memory, disk and models; the text names no patient and can go into a bug report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check this installation</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.batch_panel</name>
    <message>
      <source>Folder of mammograms</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder for the results</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Starting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start batch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled: what was done is in the folder of the results, and a run can go on with it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No folder for the results is chosen: click Browse... beside Results.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No folder of mammograms is chosen: click Browse... beside Images, or tick All volumes of the scene.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done in {seconds:.0f} s: {done} images ({unchanged} of them before), {failed} failed, {leftOut} files left out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no volume in the scene: load mammograms, or click Browse... beside Images.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.batch_process</name>
    <message>
      <source>The batch could not be started ({error}): restart Slicer and try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The batch ended unexpectedly (exit status {status}): see the application's log, then go on with it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled: what was done before is in the folder of the results, and the batch can go on.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_exchange</name>
    <message>
      <source>{maker} calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>certainty {percent:.0f} %</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{maker}: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has another number of pixels than the image: choose its segmentation.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing has been detected in {name}: click Detect calcifications first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is about another image: load its mammogram from the DICOM database first.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_export</name>
    <message>
      <source>Calcifications and clusters as segmentation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mammography CAD report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outlines as presentation state</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mammogram as it is in the DICOM database</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{number} is no series number: give a whole number.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The DICOM file of {name} is not there any more: import it again.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_panel</name>
    <message>
      <source>Folder for DICOM files</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>DICOM segmentations and CAD reports</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>DICOM files to send</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Starting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled: what was written before is in the folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop receiving</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Receive</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Receiving was stopped: what arrived is in the folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No mammogram is chosen: choose one in the tab Mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No format is chosen: tick one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Receiving has ended.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Something is being written or sent already: wait for it, or click Cancel.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No folder for the files is chosen: click the button beside Folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{names} written to {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} arrived in the folder: click Load to show its marks.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Working: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{names} written to {folder} and sent to {node}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 node loaded.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} nodes loaded.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{node} answers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{files} sent to {node}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} files</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_process</name>
    <message>
      <source>The process could not be started ({error}): restart Slicer and try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The process ended unexpectedly (exit status {status}): see the application's log.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_series</name>
    <message>
      <source>Segmentation of a mammogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Marks of a mammography CAD report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outlines on a mammogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mammogram with spacing and window, right side up</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The mammogram that {name} is about is not in the DICOM database: import it, then load this again.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_states</name>
    <message>
      <source>{maker}: {layer}, words and points</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Graphics</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{maker} outlines</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{maker}: {layer}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.environment_panel</name>
    <message>
      <source>Checking</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The check ended unexpectedly (exit status {status}): see the application's log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The check could not be started ({error}): restart Slicer and try again.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_clusters</name>
    <message>
      <source>1 calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>new</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>fewer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unchanged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>View</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side and view; in the colour of the kind</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nr</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of the outline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Susp.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How much it calls for a look, from 0 to 1: it orders, it is no probability</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nipple</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Distance to the nipple in mm</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prior</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What has become of it since the prior exam</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the reader has decided: ✓ accepted, ✗ rejected, ? not sure, ✎ edited, + added</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Match</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What may be the same in the other view of the breast, with the difference of the distances to the nipple</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{cluster} ({difference:.0f} mm)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count}, {area:.1f} mm²</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_images</name>
    <message>
      <source>{name} has no breast to look at: choose another image.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_layout</name>
    <message>
      <source>There is no window to arrange views in: start Slicer with its main window.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_panel</name>
    <message>
      <source>1 image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none of the four views</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No mammogram is loaded.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect in all views</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{date}: {images}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{hung}; without a place: {others}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The scene was closed, so the detection was stopped.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled: views that were done keep their results.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done in {seconds:.0f} s: {views}, {clusters}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>date unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No image says that it is a CC or MLO view of the right or left breast: name them, for example R CC.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Working: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 view</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} views</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 cluster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The results could not be stored ({error}).</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_run</name>
    <message>
      <source>starting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The volume was deleted: nothing was stored.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.finding_card</name>
    <message>
      <source>New since the prior</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More than in the prior</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fewer than in the prior</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unchanged since the prior</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as detected</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not determined</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what} (key {key})</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.findings_list</name>
    <message>
      <source>All kinds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show typically benign ({count})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} single calcifications of lower suspicion are not listed: move the slider to the right.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{kind} ({count})</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.findings_panel</name>
    <message>
      <source>no cluster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 calcified vessel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} calcified vessels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 cluster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 single calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} single calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{vessels} of {length:.0f} mm</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} of them single</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.findings_table</name>
    <message>
      <source>accepted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>rejected</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not sure</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>edited</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>added</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unseen</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kind named by the reader</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nr</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of the outline, a dot for a single calcification; in the colour of the kind</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kind</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kind of the calcifications, in the words of BI-RADS</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Spread</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Distribution of the calcifications, in the words of BI-RADS</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>mm</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Length</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Susp.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How much it calls for a look, from 0 to 1: it orders, it is no probability</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the reader has decided: ✓ accepted, ✗ rejected, ? not sure, ✎ edited, + added</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>single</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Suspicion {suspicion:.2f}, calcification {score:.2f}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{kind} {share:.0f} %</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Malignancy {value:.2f}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>BI-RADS {rating}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.folder</name>
    <message>
      <source>{volume} Microcalc</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.hand_edits</name>
    <message>
      <source>The segment Calcifications lies on another grid than {volume}: choose it as source geometry, or click Detect calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The tags of the segment Calcifications cannot be read ({error}): click Detect calcifications.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.install_panel</name>
    <message>
      <source>Python packages</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Install what is missing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Everything that was ticked is installed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Install what is missing ({size} MB)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{work}: about {size} MB</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Missing: {names}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{work}: installed</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.key_list</name>
    <message>
      <source>Double-click a key to change it. The keys work while no text field has the focus.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All keys are as they were at first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keys of Microcalc CAD</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keys as they were at first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Key</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What it does</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{key}: {action}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.key_map</name>
    <message>
      <source>hide all marks while held; tap to hide or show</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>next finding</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>previous finding</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>next image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>previous image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>accept the finding and go on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>reject the finding and go on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not sure of the finding, go on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>correct by hand in the Segment Editor</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>whole mammogram and chosen finding in turn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>whole mammogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>one pixel of the image on one of the screen</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>one pixel of the image on two by two of the screen</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>quarters of the image, one after the other</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>one view large, and back to all views</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>black and white exchanged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>window of the breast</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>window of the image's file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>window of the dense tissue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>window of all values</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>magnifier that follows the mouse</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>magnifier 2 or 4 times</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>link pan, zoom and window of the views, or unlink them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ruler: two clicks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>list of the keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{text} is no key: write one such as K, Shift+K or Ctrl+K.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{key} is needed by Slicer or by text fields: choose another key.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{key} has an action already ({action}): give that another key first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.kinds_selector</name>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.method_texts</name>
    <message>
      <source>Automatic</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Processor</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Graphics card (CUDA)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Standard (recommended)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finds and outlines each calcification, at all sizes.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For comparison: two-stage network, Valvano 2019</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A network proposes regions, a second one outlines the calcifications in them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For comparison only: squares, Kahnouei 2022</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Marks squares of 224 pixels that hold calcifications, without outlines, clusters or kinds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For comparison: context network, Wang and Yang 2018</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bright spots, each judged by a network that sees it near and from afar.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For comparison: no network, Ciecholewski 2017</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Image processing alone, without a model: many more false marks.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.missing_packages</name>
    <message>
      <source>Detection</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>DICOM results, sending, receiving</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Training and evaluation</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.nipple_point</name>
    <message>
      <source>Nipple (drag it to its place)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nipple</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nipple (estimate)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.notes_line</name>
    <message>
      <source>1 note</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} notes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hide</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Details</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{all}, {count} on this image.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.outlines</name>
    <message>
      <source>1 calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>score {score:.2f}, {count}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cluster {id}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.own_models</name>
    <message>
      <source>{name} (for comparison only)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.packages</name>
    <message>
      <source>click Install what is missing in the tab Installation of Microcalc CAD, and agree.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>PyTorch was not installed: install it in the module PyTorch Utils, then try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>PyTorch is missing: install the extension PyTorch in the Extensions Manager and restart Slicer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Microcalc needs 3D Slicer 5.12 or newer: install it from https://download.slicer.org.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The Python packages {names} are missing: {remedy}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The Python packages {names} were not installed ({error}): check the network, then {remedy}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.panel</name>
    <message>
      <source>Research only: not a medical device, not for diagnosis.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not in the image: please enter it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>given by you</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from the volume</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from DICOM, at the detector (ImagerPixelSpacing)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from DICOM (PixelSpacing)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from DICOM, of the film scanner</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Starting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The scene was closed, so the detection was stopped.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The volume was deleted, so its detection was stopped: nothing was stored.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled: nothing was changed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Working: {text}, about {seconds:.0f} s remain</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The volume was deleted during the detection: nothing was stored.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done in {seconds:.1f} s: {found}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Working: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{volume} was deleted: its findings stay in the scene, load the same image and choose it to go on with them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The results could not be stored ({error}).</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.plot_buttons</name>
    <message>
      <source>No cluster is chosen: click one in the list, then plot its distributions.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing has been detected in this volume: click Detect calcifications first.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.plots</name>
    <message>
      <source>False clusters per image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>False calcifications per cm²</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sensitivity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The curve of the model has no columns that can be plotted: evaluate it in Microcalc Train.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cluster {id}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>held-out part</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>FROC of the model, single calcifications ({images})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ROC of the model, patches</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>False positive rate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>True positive rate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>False clusters of the model, images without lesions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lowest score</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Share of the calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} (score from {threshold:.2f})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All others</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The method {method} has no model, so there is no curve of it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model {name} is another one by now than that of the findings: click Detect calcifications to see its curve.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model {name} states no curve: evaluate it in Microcalc Train.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{cluster} against all others</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The curve of model {name} cannot be shown: {error}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.process</name>
    <message>
      <source>The detection could not be started ({error}): restart Slicer and try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cannot write into the temporary folder {folder} ({reason}): choose another in Edit, Application Settings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The detection ended unexpectedly (exit status {status}): see the application's log.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.rating_selector</name>
    <message>
      <source>odds of real lesions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.record</name>
    <message>
      <source>The stored analysis of this volume is damaged: click Detect calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The stored findings of this volume cannot be read ({error}): click Detect calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The stored settings of this volume cannot be read ({error}): click Detect calcifications.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.report</name>
    <message>
      <source>Nothing has been detected yet: click Detect calcifications first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Report of {views} written to {folder}; its text can be pasted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Working: report of {view}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The report could not be written ({error}).</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.result_nodes</name>
    <message>
      <source>{volume} calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{volume} table of calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{volume} table of clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{volume} findings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{volume} analysis</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{volume} heat map</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cluster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Vessel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Single calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nipple</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.results</name>
    <message>
      <source>{name}, edited before</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.sample_data</name>
    <message>
      <source>Mammograms</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.scene_image</name>
    <message>
      <source>The image in {volume} is another one than was analysed: its findings stay, click Detect calcifications for the new one.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.segmentation</name>
    <message>
      <source>Calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clusters</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.session</name>
    <message>
      <source>{volume} has more than one set of findings: the newest is shown, the others stay in the scene.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The segment Calcifications of {volume} was deleted: list and tables stay as they were, Undo draws it again.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.settings_widgets</name>
    <message>
      <source>sensitive</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>balanced</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>specific</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>custom</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.single_marks</name>
    <message>
      <source>Single, {kind}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.tables</name>
    <message>
      <source>Calcifications above the operating point; sizes in mm in the detector plane</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clusters above the operating point, most suspicious first</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.tour</name>
    <message>
      <source>A real mammogram with calcified vessels of its own and one suspicious cluster that was simulated. Click Detect calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Findings, most suspicious first. Click the first row: the view goes to the simulated cluster.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcified vessels are found too and called vascular: typically benign, so they are folded away until you tick this box.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More or fewer marks: move the slider. Nothing is computed again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>You decide: Accept or Reject the chosen finding. Undo takes it back.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save the scene to keep all this; the tab DICOM writes it for a PACS. Now take a mammogram of your own.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No mammogram is loaded: drop a file on the window, add it in the module DICOM, or take the sample.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Load the sample</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tour (60 s)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>End the tour</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tour of 60 seconds on the sample</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finish</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The sample mammogram cannot be loaded: install the extension again in the Extensions Manager.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{number} of {count}. {text}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.vessel_lines</name>
    <message>
      <source>vascular: {length:.1f} mm, {calcified:.1f} mm of it calcified, {area:.1f} mm²</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Vessel {id}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.view_controls</name>
    <message>
      <source>Ruler</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The views are not linked any more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The views are linked: pan, zoom and window of one are those of all.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.volume</name>
    <message>
      <source>No volume is chosen: load a mammogram and choose it beside Mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has {count} slices: choose a single projection mammogram, not a volume or tomosynthesis.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The pixel spacing of {name} is not known: enter it in mm beside Pixel spacing, for example 0.07.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no volume: choose a mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is a label map: choose the mammogram itself.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has no pixels: load the mammogram again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is a colour image: turn it into grey values with the module Vector to Scalar Volume.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcDICOMPlugin</name>
    <message>
      <source>Microcalc: the mammogram and its findings as they stand after review, for the same patient and study</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mammography</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Microcalc DICOM plugin</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Loads mammograms and their marks through the DICOM module, and writes findings through its export. Research only.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be written any more: close this window and export again.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.CalcificationBrushEffect</name>
    <message>
      <source>&lt;html&gt;Paint over a group of calcifications with the left button; several strokes add up. The blobs in the painted region are outlined; move &lt;i&gt;Lowest contrast&lt;/i&gt; until only calcifications are left, then click &lt;i&gt;Apply&lt;/i&gt; to add them to the selected segment.&lt;p&gt;Sizes are millimetres in the detector plane. Research only: check every outline.&lt;/html&gt;</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcification brush</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Brush diameter (mm):</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Diameter of the brush in the detector plane.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lowest contrast (%):</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mean brightness of a blob above its surroundings, in percent of the full scale.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Added 1 calcification.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Added {count} calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} of {all} blobs pass.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.CalcificationClickEffect</name>
    <message>
      <source>&lt;html&gt;Click near a calcification to add it to the selected segment; &lt;b&gt;Shift&lt;/b&gt;-click removes the one under the pointer. The outline shows what a click would add.&lt;p&gt;Sizes are millimetres in the detector plane. Masking and &lt;i&gt;Modify other segments&lt;/i&gt; hold as for other effects. Research only: check every outline.&lt;/html&gt;</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reach (mm):</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How far from the pointer a calcification is looked for.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcification click</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no calcification within reach: raise the sensitivity, or widen the range of diameters.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The selected segment has nothing within reach to remove.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Added {area:.2f} mm².</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Removed {area:.2f} mm².</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.DetectInRegionEffect</name>
    <message>
      <source>&lt;html&gt;Choose a detector and a region, click &lt;i&gt;Detect&lt;/i&gt;, move &lt;i&gt;Lowest score&lt;/i&gt; until the outlines suit, then &lt;i&gt;Apply&lt;/i&gt;. The detector sees the whole image; only its marks in the region are added. If the image was analysed by this detector before, its marks are there at once.&lt;p&gt;Research only: scores order marks by suspicion.&lt;/html&gt;</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detect in region</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lowest score:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Operating point: marks of lower score are left out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>what the slice view shows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>editable area (masking)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>region of interest</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detector:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Region:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ROI:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled: nothing was changed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Working: {percent:.0f} %, {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Added 1 calcification.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Added {count} calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No region of interest is chosen: place one in the module Markups and choose it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} of {all} candidates.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No slice view shows {name}: show it, or choose another region.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.RegroupClustersEffect</name>
    <message>
      <source>&lt;html&gt;Select the segment that holds the calcifications. The outlines show how they group; a smaller linking distance splits clusters, a larger one merges them. &lt;i&gt;Apply&lt;/i&gt; draws the groups into the segment &lt;i&gt;Clusters&lt;/i&gt;, brings the list of clusters to them, and changes no calcification; &lt;i&gt;Preview&lt;/i&gt; looks again after other edits.&lt;p&gt;Research only.&lt;/html&gt;</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 group of calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} groups of calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Split / merge clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draw the groups into the segment Clusters.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Preview</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Linking distance (mm):</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcifications at most this far apart belong together: less splits clusters, more merges them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fewest calcifications:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smallest group that is shown.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{number}: {groups}; {alone} alone.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The segment Clusters holds areas: select the segment of the calcifications themselves.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} on {area:.0f} mm² ({density:.0f} in a cm²)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drawn. {summary}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.apply_buttons</name>
    <message>
      <source>Add what the preview shows to the selected segment.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Apply</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.base</name>
    <message>
      <source>This view shows another image: work where it shows {name}, or choose the shown one as source volume.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.blob_options</name>
    <message>
      <source>Smallest diameter (mm):</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Diameter, in the detector plane, of the smallest calcifications that are looked for.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Largest diameter (mm):</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Diameter of the largest calcifications that are looked for.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sensitivity:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Higher finds fainter calcifications; 0.5 is the detector's threshold.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.edited_image</name>
    <message>
      <source>No source volume is chosen: choose the mammogram above the effects.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The segmentation and {name} lie on different grids: make the segmentation's geometry that of the volume.</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
