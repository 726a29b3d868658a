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
      <source>Show the curves in the plot view</source>
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
      <source>Use in MicrocalcCAD</source>
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
    <name>MicrocalcTrainSlicer.corrected_cases</name>
    <message>
      <source>1 point lies in no mammogram of this scene: place it on one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} points lie in no mammogram of this scene: place them on one.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.data_set_page</name>
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
      <source>method</source>
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
      <source>loss in training</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{network}: {figure}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{figure} on the validation part</source>
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
      <source>Separation of categories</source>
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
