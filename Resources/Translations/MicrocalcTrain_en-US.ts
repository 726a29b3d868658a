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
      <source>Data set</source>
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
      <source>Patients, images and patches by part and class</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Images with their truth: calcifications red, regions yellow, doubtful marks blue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Train</source>
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
      <source>Images:</source>
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
      <source>Evaluate</source>
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
      <source>Model:</source>
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
      <source>Model card</source>
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
      <source>the labelled set</source>
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
  </context>
  <context>
    <name>MicrocalcTrainSlicer.evaluated_image</name>
    <message>
      <source>The set has no image {name} any more: evaluate again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} truth</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} found</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.forms</name>
    <message>
      <source>No folder for {what} is chosen: choose one.</source>
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
      <source>Exported to {path}.</source>
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
    <name>MicrocalcTrainSlicer.train_page</name>
    <message>
      <source>Folder of the training</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of mammograms without findings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ImageNet weights</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no graphics card</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done.</source>
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
      <source>Training. {reached}{left}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped. {reached} is kept: Resume goes on from there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done: the model {name} is on the page Models.</source>
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
</TS>
