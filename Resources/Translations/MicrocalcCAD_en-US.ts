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
      <source>List the keys of the reading; a double click there changes one</source>
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
      <source>Report in the language of Slicer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The page of the exam and its text to be pasted; pages of single images and files for programs are in English</source>
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
    <name>MicrocalcCADLib</name>
    <message>
      <source>vascular</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>coarse (popcorn)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>large rod-like</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>round or punctate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>rim</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>dystrophic</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>milk of calcium</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>suture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>skin</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>amorphous</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>coarse heterogeneous</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>fine pleomorphic</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>fine linear or branching</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>diffuse</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>regional</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>grouped</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>linear</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>segmental</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>view</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>signed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unsigned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1.5</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>image border</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>skin line</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>marker, clip or label</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>film dust or scratch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>detector defect</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>alone, small and faint</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>dust, crossing or texture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not determined</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hessian-DoG blobs kept where a regression network sees calcifications (Marasinou 2023)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a detector proposes regions, a segmentator classifies each of their pixels (Valvano 2019)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a residual network marks the squares of 224 pixels that hold calcifications (Kahnouei 2022)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>difference-of-Gaussian candidates, rated by a network with a local and a context window (Wang and Yang 2018)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>mathematical morphology alone, without a model: pyramid, extended maxima, watershed (Ciecholewski 2017)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Left breast</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Right breast</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Breast of unknown side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>view unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Vascular calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Vascular calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Coarse (popcorn-like) calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Coarse (popcorn-like) calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Large rod-like calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Large rod-like calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Round or punctate calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Round or punctate calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rim calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rim calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dystrophic calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dystrophic calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Milk of calcium</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Suture calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Suture calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Skin calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Skin calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Amorphous calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Amorphous calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Coarse heterogeneous calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Coarse heterogeneous calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fine pleomorphic calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fine pleomorphic calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fine linear or branching calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fine linear or branching calcification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcifications of a kind that is not determined</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcification of a kind that is not determined</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>distribution not determined</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} found</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{length} × {width} mm</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>central</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>outer half</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>inner half</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>upper half</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>lower half</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>upper outer quadrant</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>upper inner quadrant</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>lower outer quadrant</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>lower inner quadrant</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{hour} o'clock</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>anterior depth</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>middle depth</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>posterior depth</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>about {distance} mm from the nipple</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nipple and chest wall estimated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nipple placed by the reader</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nipple placed by the reader, chest wall estimated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>mm in the breast: the image is magnified {factor} times</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>new: nothing was found there in the prior</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>new: nothing was found there in the prior of {date}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>more than in the prior ({count}, before {prior})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>more than in the prior of {date} ({count}, before {prior})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>fewer than in the prior ({count}, before {prior})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>fewer than in the prior of {date} ({count}, before {prior})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unchanged from the prior ({count}, before {prior})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unchanged from the prior of {date} ({count}, before {prior})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Like lesions described so in CBIS-DDSM, n = {n}: {share} of 10 were malignant (95 % interval {low} to {high}; biopsied or followed cases).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>fewer than 1</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pictures and measures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lengths and areas are those in the plane of the detector.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lengths and areas are those in the plane of the breast.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lengths and areas are those in the plane of the film.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lengths and areas are those in the plane that each image's page states.</source>
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
      <source>1 group of few</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} groups of few</source>
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
      <source>1 calcified vessel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} calcified vessels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} typically benign</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>learned from simulated lesions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>abstains</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{category} (risk {risk}, {neighbour} below {boundary})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{category} (risk {risk}, {neighbour} from {boundary})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} added</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} redrawn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} removed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Research only: not a medical device, not for diagnosis.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is not an analysis that Microcalc wrote ({error}): detect again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No rating of {what}: {error}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pixels of {mean_spacing_mm} mm show too little of a calcification's shape</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 calcification, which is</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{abstained} calcifications, which are</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} has {cuts} cuts between {classes} categories: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The cuts of model {name} do not ascend between 0 and 1: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} asks for {orientations} orientations, not 1, 2, 4 or 8: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The trees of model {name} do not fit these {inputs} measures: train it again, or update Microcalc.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} states measures for trees and has none: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{pixel}: give an image of {spacing_mm} mm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>BI-RADS was rated of {chosen} of the {total} reported calcifications, those of the highest score.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The BI-RADS rating abstains on {which} unlike those that it was trained on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A BI-RADS rating has 4 categories, or 6 with 4A to 4C, not {number}: choose 4 or 6.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{choices} is no list of ratings: give the names in a list.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The list of ratings is empty: name one, or none.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The method {detector} marks squares and outlines no calcifications to be rated: choose another method, or no rating.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no rating {choice} (there is: {known}): give one of these names, or the folder of a bundle.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{choice} is a model for {method}, which rates nothing: choose a model for {ratings}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No rating is chosen together with others: choose none alone, or leave it out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Two ratings of {method} are chosen: leave one of them out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 cluster is</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} clusters are</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{which} unlike those that the malignancy rating was trained on, and not rated.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} was made for other features than these {features}: train it again, or update Microcalc.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} does not describe {features} features: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} holds numbers that no training gives: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} is incomplete ({error}): get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of odds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{share} of 10 were malignant (95 % interval {interval}; biopsied or followed cases).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Readers assessed these as BI-RADS {mean} on average (standard deviation {spread}): {shares}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{unknown} is no descriptor of CBIS-DDSM: use {value}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A region of {size_mm} mm has no size: give its longest side in mm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{density} is no density of BI-RADS: give 1 to 4, or leave it out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} was made for other descriptors than these: fit it again, or update Microcalc.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} does not hold {n} weights as it should: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing is known of the lesion: odds need at least one description.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>starting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The connection to the Dask scheduler was lost: start it again and go on with the run.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No Dask worker has ended an image for {value} minutes: start some and go on with the run.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A Dask worker lacks a package ({error}): install Microcalc there as it is here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dask is not installed: pip install "distributed&gt;=2024.8", here and on the workers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The Dask scheduler {address} cannot be reached ({error}): check its address, TLS settings and that it runs.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The Dask task ended without an answer ({why}): go on with the run to try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Every Dask worker that worked on this image has died: give workers more memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The Dask worker wrote to another disk: use a folder that all machines share.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No files in {str}: give a folder of mammograms or a worklist.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for duplicates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No mammogram was found: give a folder, images or a worklist that holds some.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for images: more than {value} files</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled: what was written before is complete, and the run can go on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The journal {path} cannot be read ({value}): check its permissions.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The journal {path} cannot be written ({reason}): free some disk space, then go on with the run.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A worker process ended before it could work ({status}): run microcalc check, or use fewer workers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A worker process could not be started ({error}): use fewer workers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The worker process ended {most_attempts} times on this image ({status}).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cannot write into {folder} ({value}): choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Another run works in {folder}: wait until it ends, or choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{items} images to do</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{workers} workers can do nothing: give 1 or more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A memory cap of {memory_mb} MB is impossible: give the gigabytes that one worker may use, for example 4.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} holds an earlier run: go on with it, or choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{value} is a link to another place: remove it, or choose another folder for the results.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} holds {name}, which no run of Microcalc has written: choose another folder for the results, or move it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Checking what is done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{method} is no method: use one of {known}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{parquet} is not written as pyarrow is not installed: pip install pyarrow, if you need it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The folder {path} cannot be listed, so its images were not seen: check its permissions.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is not enough memory for this image: use fewer workers, or the device cpu.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unexpected {name} ({error}) in {error2}: please report it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A worker process was not told what to do ({error}): start the batch again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The worklist {path} has no column named path (found {found}): its first line must name the columns.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The worklist {path} has the column {twice} twice: keep one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The worklist {path} has the unknown column {unknown}: use {columns}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Line {line} of the worklist {worklist} does not have the columns of its first line: correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Line {line} of the worklist {worklist}: {image} is a folder, not an image: list its images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The worklist {path} is not in UTF-8: save it as CSV UTF-8.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The worklist {path} cannot be read ({value}): check its permissions.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The worklist {path} is no CSV ({error}): save it as CSV UTF-8.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Line {line} of the worklist {worklist} has an invalid value ({error}): correct it; invert is yes or no.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Line {line} of the worklist {worklist}: {error}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Numbering blobs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Blobs are looked for in one 2-D image, this has shape {shape}: choose a single grey-scale image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The mask has shape {shape} and the image {shape2}: give a mask on the image's grid.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Blob scales from {sigma_min_mm} to {sigma_max_mm} mm are no range: give 0 &lt; smallest &lt;= largest.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A ratio of {ratio} between blob scales makes no steps: give one above 1, usually 1.6.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A blob threshold of {threshold} takes dark blobs for bright ones: give 0 or more, usually 0.006.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{planes} blob scales are more than {most_planes}: raise the ratio or narrow the range of scales.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Blobs segmented</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for blobs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The region has shape {shape} and the image {shape2}: paint on the image's grid.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The trees of model {name} cannot be read ({error}): get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>These trees take {features} features a row, not an array of shape {shape}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No breast was found in the image: check that it is a mammogram and that its spacing is right.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The picture shows no air beside the breast: all of it was searched.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The picture shows two breasts: both were searched, and neither is called left or right.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{size} answers for {candidates} candidates: say for each whether it lies in the region.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is not a request of Microcalc ({error}): start {again} again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what} failed ({name}: {error}): please report this with the application's log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In {value} % of the breast the picture is cut off at black</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{place}: faint calcifications there are missed; export it with a wider window.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A linking distance of {linking_distance_mm} mm is impossible: give one above 0, usually 5 mm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Local contrast clipped from {clip} to {clip2} is nothing: give the lower end first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>reading</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>writing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>model loaded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A Python package is missing ({error}): click Detect calcifications to install it, or run microcalc check.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is not enough memory for this image: close other programs, or choose the device cpu.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cannot write into {folder} ({value}): free some disk space or choose another temporary folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for candidates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rating candidates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking closer at the regions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} has the network {network}, unknown to {method}: update Microcalc or choose another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measuring local contrast</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The weights of model {name} do not fit its network ({value}): get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The parameters of model {name} contradict each other ({reason}): get the model again, or choose another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Machine code for faster detection is made in the background, once; until then a detection takes two seconds longer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Method without a model: scores are contrast over texture and order by how clearly an object stands out, they are not probabilities.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The method {method} works without a model: leave out {model}, or choose the method that it was made for.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A patch of {str} px does not fit a network of {features} stages: give two sides that their strides divide, and strides along both axes for each stage.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking at patches</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for regions with calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for the breast</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {model} states {key} = {value}, which is no {wanted}: get the model again, or choose another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {model} states no values by name as {what}: get the model again, or choose another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {model} states the unknown parameter {unknown}: update Microcalc or choose another model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This processor computed the network in bfloat16, which is fast and coarse: scores differ by a few hundredths from those of a processor without it, so a mark close to the threshold may be reported on one computer and not on another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Windows of {size_px} px at steps of {stride_px} px, trimmed by {trim_px} px, leave gaps or do not fit the network: give a side that 32 divides and a step of at most the side less twice the trim.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A pixel spacing of {spacing_mm} mm is too coarse for the method {method}, which needs {coarsest_mm} mm or finer: use a finer image or the method hdogreg.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>writing {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>listening on port {port} of {address}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>sent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} does not answer: check host, port and that it runs.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is nothing to send: choose DICOM files that Microcalc wrote.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The node at {host}:{port} has another title than {title}: ask its administrator for it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} refuses the connection of {our_title}: ask its administrator to allow this title.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} answers, but takes none of these: {names}: ask its administrator to allow them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} answered and broke off: see the log of that node.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} does not answer: check host, port and that it runs, and that it speaks TLS with a certificate that is trusted here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} takes no {name}, so {name2} was not sent: ask its administrator to allow it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} broke off while it was sent {name}: see the log of that node.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} did not store {name}{status}: see the log of that node.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is a folder: choose the files in it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has no class or instance UID: choose those that Microcalc wrote.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{host}:{port} is no address of a DICOM node: give a host and a port from 1 to 65535.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{text} is no DICOM node: write TITLE@HOST:PORT, for example ORTHANC@localhost:4242.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} does not answer to C-ECHO{status}: ask its administrator to allow {our_title}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>sending {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sending and receiving need the package pynetdicom: pip install pynetdicom (in Slicer's Python too).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The host {host} is not known here: check its name, or give its address.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} could not be sent to {peer} as it takes it ({name2}): export it uncompressed, in explicit little endian.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{peer} takes {name} only uncompressed, and {name2} cannot be decompressed here: export it uncompressed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be opened ({value}): check the path and its permissions.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no DICOM file that could be sent ({error}): choose those that Microcalc wrote.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The certificates for TLS cannot be used ({value}): give PEM files.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{title} is no application entity title: use 1 to 16 plain characters.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{error} Arrived before: {number} of {objects} files.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Port {port} of {address} cannot be opened ({strerror}): choose another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcifications edited by hand: {texts}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The stored edits of the calcifications cannot be read ({error}): detect again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>You may not write into {folder}: choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cannot write {name} into {parent} ({strerror}): choose a folder that you may write to.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cannot write {path} ({cause}): free some disk space or choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cannot make the folder {folder} ({strerror}): choose another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is not a findings file of schema {read_schemas}: choose a file that Microcalc wrote.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The findings file is incomplete or damaged ({error}): write it again with Microcalc.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A calcification has no finite position: its distribution cannot be told.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A breast of {breast_area_mm2} mm² has no area: the distribution in it cannot be told.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A regression on {features} measures has as many means, scales and weights: state all of them, or none.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Naming calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>At {value} mm amorphous and fine linear calcifications cannot be told from others: they are called not determined. Use the original image where there is one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{word} is no distribution of calcifications: use {value}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Two broken parallel lines, or a row of beads, along the walls of a curved, branching vessel 1 to 4 mm wide. Early ones are short rows of dots on one side. Fine linear ones are thinner, not paired, and lie in no tube of soft tissue.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Very dense and lobulated, often inside an oval mass: a fibroadenoma that shrinks. It starts as a few irregular pieces at the mass's rim. Coarse heterogeneous ones are smaller and many, without a mass.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smooth, dense rods, 0.5 to 2 mm thick, straight or slightly bent, now and then hollow or branching, along ducts towards the nipple and mostly in both breasts. Fine linear ones are thinner than 0.5 mm and broken.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smooth and round, 0.5 to 1 mm; below 0.5 mm they are called punctate. Scattered or few. A tight group of punctate ones that is new, or on the side of a cancer, is still to be looked at.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A ring or shell, its wall 0.1 to 1 mm, around a lucent centre: an oil cyst, fat necrosis, or debris in a duct.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Coarse, irregular plates, mostly above 1 mm and with lucent centres, near a scar or after radiation. Coarse heterogeneous ones are smaller and lie in a group, without a scar.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calcium that settles in cysts: round and hazy from above (CC), a crescent or a level from the side (ML, MLO). In a CC view alone it looks like an amorphous one: compare the other view.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Curved lines or tubes, 0.3 to 1 mm thick, with knots, along a scar.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lucent-centred and polygonal, in tight groups near the border, the fold, the areola or the axilla, at the same place in both views. A view along the skin proves it. Otherwise it may be a group of round ones inside.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Like powder: each too small or too hazy for a shape.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Irregular and conspicuous, of varied size, with a tendency to run together; smaller than dystrophic ones.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Irregular, each of another shape, size and density, like crushed stone.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Thin and irregular lines, below 0.5 mm wide, broken, with branches at angles: they fill a duct.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Throughout the breast.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Over more than 2 cm, not along a duct.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>At least 5 within 1 cm, in a place of at most 2 cm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In a line, as in a duct.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A wedge with its tip towards the nipple: a duct and its branches.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{word} may mean {value}: use one of these words.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{word} is no kind of calcification: use {value}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A mammogram is one 2-D float32 image, this is {ndim}-D {dtype}: choose a single grey-scale image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image has no pixels: choose another file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image contains values that are not numbers (NaN or infinite): export it again without them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixel values {low} to {high} lie outside the full scale: give the image's full scale.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All pixels have the same value, there is no breast to look at: choose another image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A pixel spacing of the plane {spacing_plane} is unknown: it is that of the detector, the breast or the film.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A pixel spacing of {value} mm is not that of a mammogram ({smallest_spacing_mm} to {largest_spacing_mm} mm): give the true spacing in mm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>letters, digits, '.', '-' and '_', 64 at most, a letter or digit first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No {catalog} in {str}: install Microcalc again, or set {environment_variable} to its models.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be read ({value}): check its permissions.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} is made for method {metadata}, not for {method}: choose another model or method.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} has no {as_posix}: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{weights} was altered or is damaged (its SHA-256 is not that of the catalogue): install the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no model folder {choice}: give the name of a model or an existing folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The catalogue has no model for method {method}: give the folder of one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no model {choice} for {method} (there is: {known}): give one of these names, or the folder of a bundle.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} has no section {section}: this bundle was not made for Microcalc, choose another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} lacks {missing} in its section {section}: export the bundle again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} has the unknown key {unknown} in its section {section}: update Microcalc, or export the bundle again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} states a spacing that is no number: export the bundle again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The operating points of {path} are not thresholds from 0 to 1 by name: export the bundle again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The notices of {path} are not a list of sentences: export the bundle again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The operating curve of {path} is not a list of figures by name: export the bundle again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what} names the model {name}, which is no name of a model ({rule}): give it another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} unpacks to {value} MB, which no weights do: get the model from a source you trust.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} does not hold a JSON object: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} holds something other than tensors by name: save the network's state_dict() as it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} holds weights that are not numbers (NaN or infinite): get the model again, or train it with a lower learning rate.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} was altered or is damaged (its SHA-256 is not that of the catalogue): install the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} has the unknown key {unknown}: correct it, or update Microcalc.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is larger than any model ({value} GB): get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is damaged ({error}): get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is missing: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be read ({error}): get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is not a plain state dict and was not loaded, it might run code: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is missing: install the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>An entry of {path} is incomplete ({error}): install Microcalc again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for bright spots</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Patches of {patch_px} px cannot be halved twice: give a multiple of 4, usually 500.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>An extended maximum of {extended_maximum} lies outside 1 to 255: give one of them, usually 5.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>numba is needed for the morphological method and cannot be imported ({error}): pip install numba.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {model} has no ONNX file, so it needs PyTorch, which is not installed: install PyTorch (in Slicer the PyTorch extension), or choose another model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{device} is no device: use auto, cpu or cuda.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No CUDA GPU can be used here: choose the device cpu or auto, or install a CUDA build of PyTorch.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {model} has no ONNX file of its network {name}, but of others: export the bundle again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The ONNX file of model {model} ({name}) was written from another network or other weights: export the bundle again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ONNX Runtime {version} is too old: pip install "onnxruntime&gt;={oldest}".</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>CUDA needs PyTorch, which cannot be imported ({error}): install it (in Slicer the PyTorch extension), or choose the device cpu.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The ONNX file of model {model} ({name}) cannot be read ({error}): get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ONNX Runtime is needed and cannot be imported ({error}): pip install onnxruntime.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} does not hold Inception-v4 weights in the layout of timm or Cadene: give such a file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} holds Inception-v4 of another width than this network: leave its channels undivided, or take no ImageNet weights.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model {name} does not say what its training range was: get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>holds {held}, not {wanted}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>does not hold all weights of {wanted}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no residual network: use one of {stages}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} {cause}: give ImageNet weights of {wanted} in torchvision's layout.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{padding} is no padding: use {paddings}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A patch of {size_px} px is too small for six convolutions with {padding} padding: use a larger one or same padding.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The nipple's place is no (row, column): give two numbers in pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The nipple was put outside the image: put it on the breast.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The nipple was put more than {outside_mm} mm outside the breast: put it on the breast or its skin.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This image shows two breasts, so that one nipple would be wrong for one of them: use an image of one breast.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The notices of the file are no list: detect again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A notice of the file has no text: detect again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{scope} is no scope of a notice: use {scopes}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{by} orders nothing: use {by2}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{choice} is no operating point: use {named} or a number from 0 to 1.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file is damaged (a storage has another size than stated): get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A tensor of the file is larger than its storage: get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} holds a model within itself: get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no saved PyTorch model that can be read ({name2}: {error}): get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no file that PyTorch saved: get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} was saved on a big-endian machine: save its state dict on another one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no file that PyTorch saved: give the authors' checkpoint, or a state dict.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file is damaged ({error}): get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} states more numbers than it holds: get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is damaged (a storage has another size than stated): get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file asks for {module}.{name}, which no network needs that Microcalc imports: it might run code, get another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file refers to something other than tensors and was not loaded: get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file is damaged (its pickle remembers more than it holds): get the file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled: nothing was changed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is a pipe or a device, no file: save the image into a file first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is a link to a file that does not exist: give the file itself.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} does not exist: check the path.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is empty: copy or export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is a folder: choose one image, or use microcalc batch for a folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} contradicts itself: its header states {bits} signed bits a pixel (Bits Stored), but the values run from {low} to {high}. Export it again, or give the full scale, the stored value that means white.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} contradicts itself: its header states {bits} bits a pixel (Bits Stored), but the values run from {low} to {high}. Export it again, or give the full scale, the stored value that means white.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} contradicts itself: its header calls the values {stated} (Pixel Representation), but they are {found} ones. Export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The values look as if they were {words}, not {words2} as the header says (Pixel Representation): the picture may be torn.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{outside} marks of the report lie outside the image and were left out: the report may be about the image in another size.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Read from a report of {value}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A mark of the report lies outside the image and was left out: the report may be about the image in another size.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is a structured report without marks on an image ({title}): choose a CAD SR file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has a content tree that cannot be followed ({error}): export the report again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A finding ({name}) has no coordinates on an image and was left out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A finding ({name}) does not say on which image it is and was left out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file holds more pixels than its header states (Rows, Columns): if the picture is torn or cut, export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The compressed picture is damaged, and what is damaged may look like tissue: copy or export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is truncated: its compressed picture has no end. Copy or export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no structured report with content ({kind}): choose a CAD SR file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be read as DICOM ({error}): copy or export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is compressed as {name2}, which cannot be decoded here: export it uncompressed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} states {bitsallocated} bits allocated a pixel, which no decoder here reads: export it with 16 bits.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is truncated: it has {there} of {needed} bytes of pixels. Copy or export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has no pixel data: it is truncated or only a header, export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A copy of the image for its decoder cannot be written ({error}): free some disk space for temporary files.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is deflated and damaged, or unpacks to more than any mammogram: export it uncompressed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only the voxels in the scene are known, not their file: the range of values and which grey is dense were estimated from the picture, and compression with loss, special views and implants could not be looked up.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The picture in the scene is not that of its file, so what is in the scene was analysed: the range of values and which grey is dense were estimated from the picture.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header lacks {missing}: what it would say was estimated from the picture.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is a damaged DICOM file ({error}): copy or export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image was compressed with loss: small calcifications may be blurred or false.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The breast has an implant: its border can give false marks.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is a special view ({modifiers}): the scores were calibrated on full views.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Text is burned into the image: letters can give false marks.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only a part of the breast is in view.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is a segmentation of a volume or of several images: choose one of a single mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} does not say to which segments its frames belong: export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no DICOM segmentation ({kind}): choose a file of modality SEG.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be read as a DICOM segmentation ({error}): copy or export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>give the stored value that means white, for example 4095.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} does not say its pixel spacing: give it in mm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{given} is no pixel spacing: give one number in mm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} states a pixel spacing that is none ({stated}): give it in mm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{full_scale} is no full scale: {remedy}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A full scale of {full_scale} is impossible: {remedy}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{invert} is no polarity: give True where bright is thin, False where bright is dense.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The picture was taken as inverted (bright background) and turned round.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>By its header the picture would be inverted, with a bright background, so it was left as it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The background is brighter than the breast: if the picture is inverted, read it with invert=True.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>without loss</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of {bits} bits</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The picture is JPEG compressed with loss: small calcifications may be blurred or false.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image is in colour: choose the grey-scale mammogram, not a screenshot or an overlay.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The picture has several pages: export one mammogram a file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is compressed in a way that no decoder here reads (TIFF compression {compression}): export it uncompressed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} stores {bits} bits in a form that no decoder here keeps: export it as grey TIFF or PNG of 16 bits.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} stores {bits} bits a sample, of which decoders here keep 8: export it as grey PNG of 16 bits.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} stores numbers of {bits} bits in a form that no decoder here keeps: export it as grey TIFF or PNG of 16 bits.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has a header that does not end within {value} KiB: it is damaged, export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} holds more text than its {columns} x {rows} values need: it is damaged, export it as binary PGM or PNG.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The picture has {n_frames} pages: export one mammogram a file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has more pixels than any mammogram: choose a single mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} states fewer than two dimensions: it is damaged, export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has {size} slices: choose a single projection mammogram, not a volume or tomosynthesis.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be opened: it is damaged, export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has comments among its values: export it as binary PGM or PNG.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is a JPEG {kind}, which no decoder of pictures here reads: export it as PNG or TIFF of 16 bits.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is not an image that Microcalc reads: use DICOM, PNG, JPEG, TIFF, PGM, NRRD or MHA.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels of the value {end}, far from all others, were taken as padding or lettering, not as image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} draws nothing on an image: choose another presentation state.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no presentation state ({kind}): choose a file of modality PR.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be read as a presentation state ({error}): copy or export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{unplaced} graphics have no place on an image and were left out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is a raw image (for processing): it was brought to attenuation by a logarithm, scores were calibrated on images for presentation.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header calls the image both for processing (SOP class) and for presentation: it was taken as raw.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header contradicts itself about the {what} ({listed}): {taken} was taken.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ImagerPixelSpacing {imager}, PixelSpacing {pixel}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>By the pixel spacing the image is {size} x {size2} mm, but the header ({keyword}) says otherwise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The view is magnified, but the header does not say how much: sizes in the breast are smaller than those stated.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header states a magnification of {stated}, which no view has: {factor} was taken, and sizes may be wrong.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header states two pixel spacings ({stated}): the first was taken, and lengths may be wrong; give the true one then.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>By the header ({aspect_element}) height and width of a pixel are as {aspect} to {aspect2}, but the spacing is {spacing}: lengths and shapes may be wrong.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The view is magnified {factor} times: divide sizes by that for sizes in the breast, as the sentences do.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The view is magnified {factor} times; the pixel spacing is that of the breast already, so sizes are final.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{covered}: if the image was resized, its true spacing is {value} mm and all lengths are wrong; give it then.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{covered}: it was cut out, or its spacing is wrong and with it all lengths.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header states a magnification of {stated}, but its distances or spacings mean {measured}: sizes may be wrong.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a tomosynthesis</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a tomosynthesis or multi-frame image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is an image of a phantom or for quality control, not of a patient.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is a radiograph of a specimen: the scores were calibrated on whole breasts.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is a synthetic view computed from tomosynthesis: calcifications in it may be blurred, exaggerated or false.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is a subtracted or recombined contrast image: calcifications in it are weakened, and what looks like them may be contrast.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is the high-energy image of a contrast examination: use the low-energy image for calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is one low-dose projection of a tomosynthesis: its noise can give false marks.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is a stereotactic view: the scores were calibrated on full views.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header calls this an image of another body part ({part}), with the modality of mammography.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header does not say that this is a mammogram (modality {modality}, no body part, no view).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is of modality {modality}, not a mammogram: choose a DICOM file of modality MG.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} contains no image: its header states no rows or no columns. Choose a DICOM file of modality MG.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is in colour ({photometric}): choose the grey-scale mammogram, not a screenshot.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is an image of another body part ({part}), not a mammogram: choose a DICOM file of modality MG.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is a radiograph in the view {view}, which no mammogram has: choose a DICOM file of modality MG.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is {what} of {frames} frames: choose a 2-D projection mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is a single slice of a tomosynthesis: choose a 2-D projection mammogram or the synthetic view.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be decoded (its TIFF directory is cut off): it is truncated or damaged, export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be decoded ({reason}): it is truncated or damaged, export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} states a pixel spacing that no image has: correct its header, or export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>black</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of one value ({low})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixel values reach {span}, more than 16 bits: give the full scale, the stored value that means white.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixel values reach {high}, above the full scale of {full_scale} that was given: give a larger full scale.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>White is assumed to be {white}, as the values reach {high}: give the full scale if white is another value.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The whole image is {what}, there is no breast to look at: choose another image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image has only a few different values, like a label map or a mask: choose the mammogram itself.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The values use only {share} % of the range from {black} to {white}: give the full scale if white is another value.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The values lie between {low} and {top}: they were taken as inverted ones of a smaller range.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image has {columns} x {rows} pixels, more than any mammogram: choose a single mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image has only {columns} x {rows} pixels: choose a mammogram of at least {smallest_side} x {smallest_side}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels of type {dtype} are no grey values: choose a grey-scale image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image has {shape} slices: choose a single projection mammogram, not a volume or tomosynthesis.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image has {ndim} dimensions: choose a single 2-D mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header of {name} does not end or names no pixels: it is damaged, export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header of {name} names pixels in another place ({name2}): put both files into one folder, or save it as one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The header of {name} names the file {plain}, which is not beside it: put both files into one folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The segment has shape {shape} and the image {shape2}: give the segment on the image's grid.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A grid of {target_mm} mm over this image would have {rows} x {columns} pixels, more than any mammogram: check its pixel spacing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>BI-RADS was learned from simulated lesions only: it shows how the rating works and says nothing about this patient.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Trained on simulated calcifications: scores order by suspicion, they are not probabilities of disease.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kinds are named by a network that learned from simulated calcifications: a word is a suggestion, not a reading.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Malignancy was learned from simulated calcifications only: it shows how the rating works and says nothing about this patient.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Odds are those of real lesions that readers of CBIS-DDSM described so (screening films of the 1990s, many of them biopsied): they order, they do not diagnose.</source>
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
      <source>Click Open summary for the reasons.</source>
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
      <source>Done in {seconds:.0f} s: {done} ({unchanged} before), {failed} failed, {leftOut}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no volume in the scene: load mammograms, or click Browse... beside Images.</source>
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
      <source>1 file left out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} files left out</source>
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
    <name>MicrocalcCADSlicer.carried_over</name>
    <message>
      <source>1 decision could not be carried over to the new findings: check them again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} decisions could not be carried over to the new findings: check them again.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_exchange</name>
    <message>
      <source>The report is also about an image that is not in the scene.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The report is also about {count} images that are not in the scene.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The report says of {count} of its {total} marks that they are not for presentation.</source>
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
      <source>{name} does not say which image it is of: export it again.</source>
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
    <message>
      <source>{maker} calcifications</source>
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
      <source>The DICOM file of {name} is not there any more: click Import DICOM files in the module DICOM.</source>
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
      <source>{name} arrived in the folder: click Load SEG or CAD SR... to show its marks.</source>
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
      <source>The mammogram that {name} is about is not in the DICOM database: click Import DICOM files there, then load this again.</source>
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
      <source>Done in {seconds:.0f} s: {views}, {found}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>date unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{hung}; nothing says whose image it is: images named as P1 R CC and P1 L CC form an exam</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No image says that it is a CC or MLO view of the right or left breast: rename them in the module Data, for example R CC.</source>
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
      <source>Nothing is reported here at this operating point.</source>
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
      <source>The findings of {volume} were deleted: click Detect calcifications to find them again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no cluster</source>
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
      <source>{count} typically benign</source>
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
    <message>
      <source>1 calcified vessel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} calcified vessels</source>
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
    <name>MicrocalcCADSlicer.hand_edits</name>
    <message>
      <source>The segment Calcifications of {volume} is no binary labelmap any more: make that the source representation again in the module Segmentations, or click Detect calcifications.</source>
      <translation type="unfinished" />
    </message>
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
      <source>{volume} cluster {id}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>score {score:.2f}, {count}</source>
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
    <message>
      <source>PyTorch was not installed ({error}): check the network, then install it in the module PyTorch Utils.</source>
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
      <source>Done in {seconds:.1f} s: {found}.</source>
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
      <source>The curve of the model has no columns that can be plotted: click Evaluate on the page 3 of Microcalc Train.</source>
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
      <source>The model {name} states no curve: click Evaluate on the page 3 of Microcalc Train.</source>
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
      <source>The detection ended unexpectedly (exit status {status}): see the application's log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cannot write into the temporary folder {folder} ({reason}): choose another in Edit, Application Settings.</source>
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
    <name>MicrocalcCADSlicer.reading</name>
    <message>
      <source>Keys ({key})</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.remedies</name>
    <message>
      <source>The field is Method, under Advanced in the tab Mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The field is Model, under Advanced in the tab Mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The field is Kinds, under Advanced in the tab Mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The field is Device, under Advanced in the tab Mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The field is Rating, under Advanced in the tab Mammogram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The field is Pixel spacing, under Advanced.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The field is Full scale, under Advanced.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The field is Pixel spacing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tick Go on with an earlier run.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The field is Workers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Click Browse... beside Results.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Click the button beside Folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The fields are Host and Port, under DICOM node.</source>
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
      <source>{volume} cluster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{volume} nipple</source>
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
      <source>Sizes in {volume} are of the pixel spacing of its detection, {before:g} mm, not of {now:g} mm: click Detect calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sentences and places in {volume} are of {before}, as it was named at its detection: click Detect calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The image in {volume} is another one than was analysed: its findings stay, click Detect calcifications for the new one.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.scene_state</name>
    <message>
      <source>The stored review of this volume cannot be read: {error} Click Detect calcifications to begin it again.</source>
      <translation type="unfinished" />
    </message>
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
      <source>This detection did not look at kinds, so that all are called not determined: click Detect calcifications for their kinds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The segment Calcifications and tables of {volume} were deleted: Undo makes them again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The segment Calcifications of {volume} was deleted: list and tables stay as they were, Undo draws it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Left out as no calcifications: {reasons}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{volume} has more than one set of findings: the newest is shown, the others stay in the scene.</source>
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
      <source>{volume} single, {kind}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.subject_hierarchy</name>
    <message>
      <source>{volume} Microcalc</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.tables</name>
    <message>
      <source>Calcifications above the operating point; sizes in mm in the plane of the image</source>
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
    <name>MicrocalcCADSlicer.user_models</name>
    <message>
      <source>{name} (for comparison only)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} (own)</source>
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
      <source>{volume} vessel {id}</source>
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
      <source>The views are not linked any more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The views are linked: pan, zoom and window of one are those of all.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ruler</source>
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
      <source>The pixel spacing of {name} is not known: enter it in mm in Microcalc CAD, beside Pixel spacing under Advanced, for example 0.07.</source>
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
      <source>&lt;html&gt;Paint over a group of calcifications with the left button; several strokes add up. The blobs in the painted region are outlined; move &lt;i&gt;Lowest contrast&lt;/i&gt; until only calcifications are left, then click &lt;i&gt;Apply&lt;/i&gt; to add them to the selected segment.&lt;p&gt;&lt;b&gt;Shift&lt;/b&gt; with the wheel, or &lt;b&gt;+&lt;/b&gt; and &lt;b&gt;-&lt;/b&gt;, change the size of the brush. Sizes are millimetres in the detector plane. Research only: check every outline.&lt;/html&gt;</source>
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
      <source>The image in {volume} has changed since the detection: click Detect again.</source>
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
      <source>This view shows another image: work where it shows {name}, or choose segmentation and source volume of the shown one.</source>
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
      <source>These are the marks of {own}: choose it as source volume, or choose the segmentation of {name}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The segmentation and {name} lie on different grids: click Specify geometry, beside Source volume, and choose {name}.</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
