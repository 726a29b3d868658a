<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en-US" language="de">
  <context>
    <name>MicrocalcCAD</name>
    <message>
      <source>Microcalc CAD</source>
      <translation>Microcalc CAD</translation>
    </message>
    <message>
      <source>Finds calcifications in mammograms, segments each of them, groups them into clusters and lists the clusters. Research only: not a medical device, not for diagnosis.</source>
      <translation>Findet Verkalkungen in Mammogrammen, segmentiert jede einzeln, fasst sie zu Clustern zusammen und listet die Cluster auf. Nur für die Forschung: kein Medizinprodukt, nicht zur Diagnose.</translation>
    </message>
    <message>
      <source>The method follows Marasinou et al., Improving the quantitative analysis of breast microcalcifications, 2023.</source>
      <translation>Das Verfahren folgt Marasinou et al., Improving the quantitative analysis of breast microcalcifications, 2023.</translation>
    </message>
    <message>
      <source>Mammogram</source>
      <translation>Mammogramm</translation>
    </message>
    <message>
      <source>Exam:</source>
      <translation>Untersuchung:</translation>
    </message>
    <message>
      <source>Images of one patient and one study; without DICOM, a date in the name tells them apart</source>
      <translation>Aufnahmen einer Patientin und einer Studie; ohne DICOM unterscheidet sie ein Datum im Namen</translation>
    </message>
    <message>
      <source>Image:</source>
      <translation>Aufnahme:</translation>
    </message>
    <message>
      <source>The mammogram: a grey-scale volume of one slice</source>
      <translation>Das Mammogramm: ein Graustufenvolumen mit einer Schicht</translation>
    </message>
    <message>
      <source>Detect calcifications</source>
      <translation>Verkalkungen suchen</translation>
    </message>
    <message>
      <source>Find calcifications in the mammogram; click again to cancel</source>
      <translation>Verkalkungen im Mammogramm suchen; erneuter Klick bricht ab</translation>
    </message>
    <message>
      <source>In all views of the exam</source>
      <translation>In allen Projektionen der Untersuchung</translation>
    </message>
    <message>
      <source>Detect in one image of the exam after the other</source>
      <translation>Eine Aufnahme der Untersuchung nach der anderen absuchen</translation>
    </message>
    <message>
      <source>Findings</source>
      <translation>Befunde</translation>
    </message>
    <message>
      <source>How much is reported: named points on the curve of the model, or your own</source>
      <translation>Wie viel gemeldet wird: benannte Punkte auf der Kurve des Modells oder ein eigener</translation>
    </message>
    <message>
      <source>Lowest suspicion that is reported: left finds more, right is surer</source>
      <translation>Niedrigster Verdacht, der gemeldet wird: links wird mehr gefunden, rechts ist es sicherer</translation>
    </message>
    <message>
      <source>List only findings of one kind</source>
      <translation>Nur Befunde einer Art auflisten</translation>
    </message>
    <message>
      <source>Show typically benign</source>
      <translation>Typisch benigne zeigen</translation>
    </message>
    <message>
      <source>List and outline, after the others, what needs no attention by its look</source>
      <translation>Auch auflisten und umranden, was nach seinem Aussehen keine Beachtung braucht, nach den übrigen</translation>
    </message>
    <message>
      <source>Most suspicious first: click a row to go to the finding</source>
      <translation>Das Verdächtigste zuerst: ein Klick auf eine Zeile führt zum Befund</translation>
    </message>
    <message>
      <source>The chosen finding at its real pixels, without marks</source>
      <translation>Der gewählte Befund in seinen wirklichen Bildpunkten, ohne Markierungen</translation>
    </message>
    <message>
      <source>Kind of the chosen finding: your word stands in place of the detector's, in reports and for training</source>
      <translation>Art des gewählten Befunds: Ihr Wort ersetzt das des Detektors, im Bericht und beim Training</translation>
    </message>
    <message>
      <source>Distribution of the chosen group: your word stands in place of the detector's</source>
      <translation>Verteilung der gewählten Gruppe: Ihr Wort ersetzt das des Detektors</translation>
    </message>
    <message>
      <source>Pixels of the screen across one of the image</source>
      <translation>Bildschirmpunkte für einen Bildpunkt der Aufnahme</translation>
    </message>
    <message>
      <source>Accept</source>
      <translation>Annehmen</translation>
    </message>
    <message>
      <source>The chosen finding is real; again: take that back</source>
      <translation>Der gewählte Befund ist echt; noch einmal: zurücknehmen</translation>
    </message>
    <message>
      <source>Reject</source>
      <translation>Ablehnen</translation>
    </message>
    <message>
      <source>The chosen finding is none: hide its marks; again: take that back</source>
      <translation>Der gewählte Befund ist keiner: seine Markierungen ausblenden; noch einmal: zurücknehmen</translation>
    </message>
    <message>
      <source>Not sure</source>
      <translation>Unsicher</translation>
    </message>
    <message>
      <source>Nobody can tell whether the chosen finding is one; again: take that back</source>
      <translation>Ob der gewählte Befund einer ist, lässt sich nicht sagen; noch einmal: zurücknehmen</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Take the last step of the review back: a decision, another operating point or grouping, an edit, deleted marks</source>
      <translation>Den letzten Schritt der Durchsicht zurücknehmen: Entscheidung, anderer Arbeitspunkt, andere Gruppierung, Änderung, gelöschte Markierungen</translation>
    </message>
    <message>
      <source>Correct by hand</source>
      <translation>Von Hand korrigieren</translation>
    </message>
    <message>
      <source>Add and remove calcifications by clicks in the Segment Editor; the list follows</source>
      <translation>Verkalkungen im Segment Editor mit Klicks hinzufügen und entfernen; die Liste folgt</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <source>Write the findings of all images of this exam as pages, open them in the browser, and take their text to be pasted</source>
      <translation>Die Befunde aller Aufnahmen dieser Untersuchung als Seiten schreiben, im Browser öffnen und den Text zum Einfügen bereitlegen</translation>
    </message>
    <message>
      <source>Calcifications</source>
      <translation>Verkalkungen</translation>
    </message>
    <message>
      <source>Show each calcification</source>
      <translation>Jede Verkalkung zeigen</translation>
    </message>
    <message>
      <source>Outlines</source>
      <translation>Umrisse</translation>
    </message>
    <message>
      <source>Show a line around each cluster, and rays around each single calcification</source>
      <translation>Eine Linie um jeden Cluster und Strahlen um jede einzelne Verkalkung zeigen</translation>
    </message>
    <message>
      <source>Vessels</source>
      <translation>Gefäße</translation>
    </message>
    <message>
      <source>Show a line along each calcified vessel</source>
      <translation>Eine Linie entlang jedes verkalkten Gefäßes zeigen</translation>
    </message>
    <message>
      <source>Heat map</source>
      <translation>Heatmap</translation>
    </message>
    <message>
      <source>Lay the network's map over the mammogram</source>
      <translation>Die Karte des Netzes über das Mammogramm legen</translation>
    </message>
    <message>
      <source>Nipple</source>
      <translation>Mamille</translation>
    </message>
    <message>
      <source>Show the nipple that distances are measured from. Drag the point where the estimate is wrong; delete it to have the estimate again. Not for a picture of two breasts</source>
      <translation>Die Mamille zeigen, von der Abstände gemessen werden. Den Punkt ziehen, wo die Schätzung falsch ist; ihn löschen, um die Schätzung zurückzuholen. Nicht bei einem Bild zweier Brüste</translation>
    </message>
    <message>
      <source>List the keys of the reading; a double click there changes one</source>
      <translation>Die Tasten der Befundung auflisten; ein Doppelklick dort ändert eine</translation>
    </message>
    <message>
      <source>Advanced</source>
      <translation>Erweitert</translation>
    </message>
    <message>
      <source>Method:</source>
      <translation>Verfahren:</translation>
    </message>
    <message>
      <source>How calcifications are found</source>
      <translation>Wie Verkalkungen gefunden werden</translation>
    </message>
    <message>
      <source>Model:</source>
      <translation>Modell:</translation>
    </message>
    <message>
      <source>Trained weights</source>
      <translation>Trainierte Gewichte</translation>
    </message>
    <message>
      <source>Kinds:</source>
      <translation>Arten:</translation>
    </message>
    <message>
      <source>The model that names kinds of calcification</source>
      <translation>Das Modell, das die Arten der Verkalkungen benennt</translation>
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
      <source>Pixel spacing:</source>
      <translation>Pixelabstand:</translation>
    </message>
    <message>
      <source>True distance of pixel centres on the detector; asked for where the image does not say it</source>
      <translation>Wahrer Abstand der Pixelmitten auf dem Detektor; wird erfragt, wo die Aufnahme ihn nicht nennt</translation>
    </message>
    <message>
      <source> mm</source>
      <translation> mm</translation>
    </message>
    <message>
      <source>not known</source>
      <translation>nicht bekannt</translation>
    </message>
    <message>
      <source>Full scale:</source>
      <translation>Vollausschlag:</translation>
    </message>
    <message>
      <source>Stored value of full white, for example 4095, where the image does not say it; used by the next detection</source>
      <translation>Gespeicherter Wert für volles Weiß, zum Beispiel 4095, wo die Aufnahme ihn nicht nennt; gilt ab der nächsten Suche</translation>
    </message>
    <message>
      <source>as the image says</source>
      <translation>wie in der Aufnahme</translation>
    </message>
    <message>
      <source>Rating:</source>
      <translation>Bewertung:</translation>
    </message>
    <message>
      <source>What the groups are rated by: the outcome of real lesions described alike, a model learned from simulated lesions, an own model, or nothing</source>
      <translation>Wonach die Gruppen bewertet werden: Ausgang gleich beschriebener wirklicher Läsionen, ein an simulierten Läsionen gelerntes Modell, ein eigenes Modell oder nichts</translation>
    </message>
    <message>
      <source>Linking distance:</source>
      <translation>Verbindungsabstand:</translation>
    </message>
    <message>
      <source>Calcifications at most this far apart belong to one group</source>
      <translation>Verkalkungen, die höchstens so weit auseinanderliegen, gehören zu einer Gruppe</translation>
    </message>
    <message>
      <source>Cluster has more than:</source>
      <translation>Cluster ab mehr als:</translation>
    </message>
    <message>
      <source>The radiological definition: more than 5 calcifications in a square centimetre</source>
      <translation>Die radiologische Definition: mehr als 5 Verkalkungen in einem Quadratzentimeter</translation>
    </message>
    <message>
      <source> per cm²</source>
      <translation> pro cm²</translation>
    </message>
    <message>
      <source>Smallest group shown:</source>
      <translation>Kleinste Gruppe:</translation>
    </message>
    <message>
      <source>Smaller groups are not listed; groups below the density above are listed as few</source>
      <translation>Kleinere Gruppen werden nicht aufgelistet; Gruppen unter der obigen Dichte gelten als wenige</translation>
    </message>
    <message>
      <source>Plot distributions</source>
      <translation>Verteilungen zeichnen</translation>
    </message>
    <message>
      <source>Size, shape and intensity of the chosen cluster's calcifications against all others</source>
      <translation>Größe, Form und Helligkeit der Verkalkungen des gewählten Clusters im Vergleich zu allen übrigen</translation>
    </message>
    <message>
      <source>Plot model's curve</source>
      <translation>Modellkurve zeichnen</translation>
    </message>
    <message>
      <source>The curve that the model was measured with, and the operating point on it</source>
      <translation>Die gemessene Kurve des Modells und der Arbeitspunkt darauf</translation>
    </message>
    <message>
      <source>Report in the language of Slicer</source>
      <translation>Bericht in der Sprache von Slicer</translation>
    </message>
    <message>
      <source>The page of the exam and its text to be pasted; pages of single images and files for programs are in English</source>
      <translation>Die Seite der Untersuchung und ihr Text zum Einfügen; Seiten einzelner Aufnahmen und Dateien für Programme sind englisch</translation>
    </message>
    <message>
      <source>Exam</source>
      <translation>Untersuchung</translation>
    </message>
    <message>
      <source>Prior exam:</source>
      <translation>Voruntersuchung:</translation>
    </message>
    <message>
      <source>An earlier exam of the same patient, shown beside this one</source>
      <translation>Eine frühere Untersuchung derselben Patientin, neben dieser gezeigt</translation>
    </message>
    <message>
      <source>Views:</source>
      <translation>Ansichten:</translation>
    </message>
    <message>
      <source>Arrange the slice views: right breast on the left, CC above MLO, chest walls in the middle, one scale</source>
      <translation>Die Schichtansichten anordnen: rechte Brust links, CC über MLO, Thoraxwände in der Mitte, ein Maßstab</translation>
    </message>
    <message>
      <source>Show views</source>
      <translation>Ansichten zeigen</translation>
    </message>
    <message>
      <source>Detect in one view after the other, with the detector and operating point of the tab Mammogram</source>
      <translation>Eine Projektion nach der anderen absuchen, mit Detektor und Arbeitspunkt der Registerkarte Mammogramm</translation>
    </message>
    <message>
      <source>Detect in all views</source>
      <translation>In allen suchen</translation>
    </message>
    <message>
      <source>Clusters of all views</source>
      <translation>Cluster aller Projektionen</translation>
    </message>
    <message>
      <source>Possible match within:</source>
      <translation>Mögliche Entsprechung bis:</translation>
    </message>
    <message>
      <source>Clusters of CC and MLO whose distances to the nipple differ by no more than this are suggested as possible matches; distance alone proves nothing</source>
      <translation>Cluster in CC und MLO, deren Abstände zur Mamille sich höchstens so weit unterscheiden, werden als mögliche Entsprechungen vorgeschlagen; der Abstand allein beweist nichts</translation>
    </message>
    <message>
      <source>Click a row to go to the cluster in every view that shows its image</source>
      <translation>Ein Klick auf eine Zeile führt in jeder Ansicht mit der Aufnahme zum Cluster</translation>
    </message>
    <message>
      <source>DICOM</source>
      <translation>DICOM</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Export</translation>
    </message>
    <message>
      <source>Formats:</source>
      <translation>Formate:</translation>
    </message>
    <message>
      <source>DICOM Segmentation: calcifications and clusters</source>
      <translation>DICOM-Segmentierung: Verkalkungen und Cluster</translation>
    </message>
    <message>
      <source>SEG</source>
      <translation>SEG</translation>
    </message>
    <message>
      <source>Mammography CAD SR: the report that a PACS expects</source>
      <translation>Mammography CAD SR: der Bericht, den ein PACS erwartet</translation>
    </message>
    <message>
      <source>CAD SR</source>
      <translation>CAD SR</translation>
    </message>
    <message>
      <source>Presentation state: outlines that a viewer draws over the mammogram</source>
      <translation>Präsentationszustand: Umrisse, die ein Betrachter über das Mammogramm zeichnet</translation>
    </message>
    <message>
      <source>GSPS</source>
      <translation>GSPS</translation>
    </message>
    <message>
      <source>Picture with the marks burned in, for viewers that show nothing else</source>
      <translation>Bild mit eingebrannten Markierungen für Betrachter, die nichts anderes zeigen</translation>
    </message>
    <message>
      <source>Capture</source>
      <translation>Bildkopie</translation>
    </message>
    <message>
      <source>Folder:</source>
      <translation>Ordner:</translation>
    </message>
    <message>
      <source>Folder for the files; made if it is missing</source>
      <translation>Ordner für die Dateien; fehlt er, wird er angelegt</translation>
    </message>
    <message>
      <source>Choose the folder</source>
      <translation>Ordner wählen</translation>
    </message>
    <message>
      <source>...</source>
      <translation>...</translation>
    </message>
    <message>
      <source>Write the results of the chosen mammogram, as they stand after review</source>
      <translation>Die Ergebnisse des gewählten Mammogramms nach der Durchsicht schreiben</translation>
    </message>
    <message>
      <source>Write them and send them to the DICOM node below</source>
      <translation>Sie schreiben und an den DICOM-Knoten unten senden</translation>
    </message>
    <message>
      <source>Export and send</source>
      <translation>Exportieren und senden</translation>
    </message>
    <message>
      <source>Load</source>
      <translation>Laden</translation>
    </message>
    <message>
      <source>Marks of our segmentations, and of CAD reports of any vendor, onto their mammogram</source>
      <translation>Markierungen unserer Segmentierungen und der CAD-Berichte jedes Herstellers auf ihr Mammogramm laden</translation>
    </message>
    <message>
      <source>Load SEG or CAD SR...</source>
      <translation>SEG oder CAD SR laden...</translation>
    </message>
    <message>
      <source>DICOM node</source>
      <translation>DICOM-Knoten</translation>
    </message>
    <message>
      <source>Host:</source>
      <translation>Rechner:</translation>
    </message>
    <message>
      <source>Name or address of the PACS or workstation</source>
      <translation>Name oder Adresse des PACS oder der Workstation</translation>
    </message>
    <message>
      <source>localhost</source>
      <translation>localhost</translation>
    </message>
    <message>
      <source>Port:</source>
      <translation>Port:</translation>
    </message>
    <message>
      <source>Port of the PACS or workstation</source>
      <translation>Port des PACS oder der Workstation</translation>
    </message>
    <message>
      <source>Its title:</source>
      <translation>Sein Titel:</translation>
    </message>
    <message>
      <source>Application entity title by which it knows itself</source>
      <translation>Application Entity Title, unter dem er sich kennt</translation>
    </message>
    <message>
      <source>ANY-SCP</source>
      <translation>ANY-SCP</translation>
    </message>
    <message>
      <source>Our title:</source>
      <translation>Unser Titel:</translation>
    </message>
    <message>
      <source>Application entity title by which it knows us</source>
      <translation>Application Entity Title, unter dem er uns kennt</translation>
    </message>
    <message>
      <source>MICROCALC</source>
      <translation>MICROCALC</translation>
    </message>
    <message>
      <source>Ask whether the node answers (C-ECHO)</source>
      <translation>Fragen, ob der Knoten antwortet (C-ECHO)</translation>
    </message>
    <message>
      <source>Test</source>
      <translation>Testen</translation>
    </message>
    <message>
      <source>Choose DICOM files and send them (C-STORE)</source>
      <translation>DICOM-Dateien wählen und senden (C-STORE)</translation>
    </message>
    <message>
      <source>Send files...</source>
      <translation>Dateien senden...</translation>
    </message>
    <message>
      <source>Receive on port:</source>
      <translation>Empfang an Port:</translation>
    </message>
    <message>
      <source>Port on which other nodes reach us while receiving</source>
      <translation>Port, an dem uns andere Knoten beim Empfang erreichen</translation>
    </message>
    <message>
      <source>Accept what other nodes send into the folder above; nothing that is there is replaced</source>
      <translation>In den Ordner oben aufnehmen, was andere Knoten senden; nichts Vorhandenes wird ersetzt</translation>
    </message>
    <message>
      <source>Receive</source>
      <translation>Empfangen</translation>
    </message>
    <message>
      <source>Receive from:</source>
      <translation>Empfang von:</translation>
    </message>
    <message>
      <source>Titles of the nodes that may send, separated by commas; empty: any that calls us by our title</source>
      <translation>Titel der Knoten, die senden dürfen, durch Kommas getrennt; leer: jeder, der uns bei unserem Titel nennt</translation>
    </message>
    <message>
      <source>any title</source>
      <translation>jeder Titel</translation>
    </message>
    <message>
      <source>Listen on all network addresses of this machine instead of on this machine alone</source>
      <translation>An allen Netzwerkadressen dieses Rechners horchen statt nur an diesem Rechner selbst</translation>
    </message>
    <message>
      <source>Other machines</source>
      <translation>Andere Rechner</translation>
    </message>
    <message>
      <source>Batch</source>
      <translation>Stapel</translation>
    </message>
    <message>
      <source>Images:</source>
      <translation>Aufnahmen:</translation>
    </message>
    <message>
      <source>Folder of mammograms (DICOM trees too), or a worklist: a CSV file with a column path</source>
      <translation>Ordner mit Mammogrammen (auch DICOM-Bäume) oder eine Arbeitsliste: eine CSV-Datei mit der Spalte path</translation>
    </message>
    <message>
      <source>folder, or worklist (.csv)</source>
      <translation>Ordner oder Arbeitsliste (.csv)</translation>
    </message>
    <message>
      <source>Browse...</source>
      <translation>Durchsuchen...</translation>
    </message>
    <message>
      <source>Work on the volumes that are loaded, in place of a folder</source>
      <translation>Die geladenen Volumen bearbeiten statt eines Ordners</translation>
    </message>
    <message>
      <source>All volumes of the scene</source>
      <translation>Alle Volumen der Szene</translation>
    </message>
    <message>
      <source>Results:</source>
      <translation>Ergebnisse:</translation>
    </message>
    <message>
      <source>Folder that receives the results, the table, the summary and the journal</source>
      <translation>Ordner für Ergebnisse, Tabelle, Übersicht und Protokoll</translation>
    </message>
    <message>
      <source>folder for the results</source>
      <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
      <source>Choose the folder for the results</source>
      <translation>Ordner für die Ergebnisse wählen</translation>
    </message>
    <message>
      <source>For all images of the batch, before what they say themselves; leave it where they say it</source>
      <translation>Für alle Aufnahmen des Stapels, vor ihren eigenen Angaben; leer lassen, wo sie ihn nennen</translation>
    </message>
    <message>
      <source>as the images say</source>
      <translation>wie in den Aufnahmen</translation>
    </message>
    <message>
      <source>Workers:</source>
      <translation>Prozesse:</translation>
    </message>
    <message>
      <source>Processes that work side by side, one thread each</source>
      <translation>Prozesse nebeneinander, jeder mit einem Thread</translation>
    </message>
    <message>
      <source>Write:</source>
      <translation>Schreiben:</translation>
    </message>
    <message>
      <source>A page with pictures for every image</source>
      <translation>Eine Seite mit Bildern für jede Aufnahme</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>Seiten</translation>
    </message>
    <message>
      <source>A segmentation that Slicer opens for every image</source>
      <translation>Eine Segmentierung, die Slicer öffnet, für jede Aufnahme</translation>
    </message>
    <message>
      <source>Segmentations</source>
      <translation>Segmentierungen</translation>
    </message>
    <message>
      <source>Write paths, UIDs and file names as they are; without it nothing that names a patient is written</source>
      <translation>Pfade, UIDs und Dateinamen unverändert schreiben; sonst wird nichts geschrieben, was eine Patientin nennt</translation>
    </message>
    <message>
      <source>Identifiers</source>
      <translation>Kennungen</translation>
    </message>
    <message>
      <source>Do only what an earlier run in the folder of the results has not done</source>
      <translation>Nur tun, was ein früherer Lauf im Ergebnisordner nicht getan hat</translation>
    </message>
    <message>
      <source>Go on with an earlier run</source>
      <translation>Früheren Lauf fortsetzen</translation>
    </message>
    <message>
      <source>Detect in all images, with the method, model, device and operating point of the other tab; click again to cancel</source>
      <translation>In allen Aufnahmen suchen, mit Verfahren, Modell, Gerät und Arbeitspunkt der anderen Registerkarte; erneuter Klick bricht ab</translation>
    </message>
    <message>
      <source>Start batch</source>
      <translation>Stapel starten</translation>
    </message>
    <message>
      <source>Open the summary page of the last batch</source>
      <translation>Die Übersichtsseite des letzten Stapels öffnen</translation>
    </message>
    <message>
      <source>Open summary</source>
      <translation>Übersicht öffnen</translation>
    </message>
    <message>
      <source>Installation</source>
      <translation>Installation</translation>
    </message>
    <message>
      <source>Check packages, decoders, device, memory, disk and models; the text names no patient and can go into a bug report</source>
      <translation>Pakete, Decoder, Gerät, Speicher, Platte und Modelle prüfen; der Text nennt keine Patientin und kann in einen Fehlerbericht</translation>
    </message>
    <message>
      <source>Check this installation</source>
      <translation>Diese Installation prüfen</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADLib</name>
    <message>
      <source>vascular</source>
      <translation>vaskulär</translation>
    </message>
    <message>
      <source>coarse (popcorn)</source>
      <translation>grob (popcornartig)</translation>
    </message>
    <message>
      <source>large rod-like</source>
      <translation>groß stäbchenförmig</translation>
    </message>
    <message>
      <source>round or punctate</source>
      <translation>rund oder punktförmig</translation>
    </message>
    <message>
      <source>rim</source>
      <translation>ringförmig</translation>
    </message>
    <message>
      <source>dystrophic</source>
      <translation>dystroph</translation>
    </message>
    <message>
      <source>milk of calcium</source>
      <translation>Kalkmilch</translation>
    </message>
    <message>
      <source>suture</source>
      <translation>Nahtmaterial</translation>
    </message>
    <message>
      <source>skin</source>
      <translation>Haut</translation>
    </message>
    <message>
      <source>amorphous</source>
      <translation>amorph</translation>
    </message>
    <message>
      <source>coarse heterogeneous</source>
      <translation>grob heterogen</translation>
    </message>
    <message>
      <source>fine pleomorphic</source>
      <translation>fein pleomorph</translation>
    </message>
    <message>
      <source>fine linear or branching</source>
      <translation>fein linear oder verzweigt</translation>
    </message>
    <message>
      <source>diffuse</source>
      <translation>diffus</translation>
    </message>
    <message>
      <source>regional</source>
      <translation>regional</translation>
    </message>
    <message>
      <source>grouped</source>
      <translation>gruppiert</translation>
    </message>
    <message>
      <source>linear</source>
      <translation>linear</translation>
    </message>
    <message>
      <source>segmental</source>
      <translation>segmental</translation>
    </message>
    <message>
      <source>side</source>
      <translation>Seite</translation>
    </message>
    <message>
      <source>view</source>
      <translation>Projektion</translation>
    </message>
    <message>
      <source>signed</source>
      <translation>mit Vorzeichen</translation>
    </message>
    <message>
      <source>unsigned</source>
      <translation>ohne Vorzeichen</translation>
    </message>
    <message>
      <source>1.5</source>
      <translation>1,5</translation>
    </message>
    <message>
      <source>image border</source>
      <translation>Bildrand</translation>
    </message>
    <message>
      <source>skin line</source>
      <translation>Hautlinie</translation>
    </message>
    <message>
      <source>marker, clip or label</source>
      <translation>Markierung, Clip oder Beschriftung</translation>
    </message>
    <message>
      <source>film dust or scratch</source>
      <translation>Staub oder Kratzer auf dem Film</translation>
    </message>
    <message>
      <source>detector defect</source>
      <translation>Detektorfehler</translation>
    </message>
    <message>
      <source>alone, small and faint</source>
      <translation>allein, klein und schwach</translation>
    </message>
    <message>
      <source>dust, crossing or texture</source>
      <translation>Staub, Kreuzung oder Textur</translation>
    </message>
    <message>
      <source>not determined</source>
      <translation>nicht bestimmt</translation>
    </message>
    <message>
      <source>Hessian-DoG blobs kept where a regression network sees calcifications (Marasinou 2023)</source>
      <translation>Hessian-DoG-Blobs, behalten, wo ein Regressionsnetz Verkalkungen sieht (Marasinou 2023)</translation>
    </message>
    <message>
      <source>a detector proposes regions, a segmentator classifies each of their pixels (Valvano 2019)</source>
      <translation>ein Detektor schlägt Regionen vor, ein Segmentator klassifiziert jeden ihrer Pixel (Valvano 2019)</translation>
    </message>
    <message>
      <source>a residual network marks the squares of 224 pixels that hold calcifications (Kahnouei 2022)</source>
      <translation>ein Residualnetz markiert die Quadrate von 224 Pixeln, die Verkalkungen enthalten (Kahnouei 2022)</translation>
    </message>
    <message>
      <source>difference-of-Gaussian candidates, rated by a network with a local and a context window (Wang and Yang 2018)</source>
      <translation>DoG-Kandidaten, bewertet von einem Netz mit lokalem Fenster und Kontextfenster (Wang und Yang 2018)</translation>
    </message>
    <message>
      <source>mathematical morphology alone, without a model: pyramid, extended maxima, watershed (Ciecholewski 2017)</source>
      <translation>mathematische Morphologie allein, ohne Modell: Pyramide, erweiterte Maxima, Wasserscheide (Ciecholewski 2017)</translation>
    </message>
    <message>
      <source>Left breast</source>
      <translation>Linke Brust</translation>
    </message>
    <message>
      <source>Right breast</source>
      <translation>Rechte Brust</translation>
    </message>
    <message>
      <source>Breast of unknown side</source>
      <translation>Brust unbekannter Seite</translation>
    </message>
    <message>
      <source>view unknown</source>
      <translation>Projektion unbekannt</translation>
    </message>
    <message>
      <source>Vascular calcifications</source>
      <translation>Gefäßverkalkungen</translation>
    </message>
    <message>
      <source>Vascular calcification</source>
      <translation>Gefäßverkalkung</translation>
    </message>
    <message>
      <source>Coarse (popcorn-like) calcifications</source>
      <translation>Grobe (popcornartige) Verkalkungen</translation>
    </message>
    <message>
      <source>Coarse (popcorn-like) calcification</source>
      <translation>Grobe (popcornartige) Verkalkung</translation>
    </message>
    <message>
      <source>Large rod-like calcifications</source>
      <translation>Große stäbchenförmige Verkalkungen</translation>
    </message>
    <message>
      <source>Large rod-like calcification</source>
      <translation>Große stäbchenförmige Verkalkung</translation>
    </message>
    <message>
      <source>Round or punctate calcifications</source>
      <translation>Runde oder punktförmige Verkalkungen</translation>
    </message>
    <message>
      <source>Round or punctate calcification</source>
      <translation>Runde oder punktförmige Verkalkung</translation>
    </message>
    <message>
      <source>Rim calcifications</source>
      <translation>Ringförmige Verkalkungen</translation>
    </message>
    <message>
      <source>Rim calcification</source>
      <translation>Ringförmige Verkalkung</translation>
    </message>
    <message>
      <source>Dystrophic calcifications</source>
      <translation>Dystrophe Verkalkungen</translation>
    </message>
    <message>
      <source>Dystrophic calcification</source>
      <translation>Dystrophe Verkalkung</translation>
    </message>
    <message>
      <source>Milk of calcium</source>
      <translation>Kalkmilch</translation>
    </message>
    <message>
      <source>Suture calcifications</source>
      <translation>Nahtverkalkungen</translation>
    </message>
    <message>
      <source>Suture calcification</source>
      <translation>Nahtverkalkung</translation>
    </message>
    <message>
      <source>Skin calcifications</source>
      <translation>Hautverkalkungen</translation>
    </message>
    <message>
      <source>Skin calcification</source>
      <translation>Hautverkalkung</translation>
    </message>
    <message>
      <source>Amorphous calcifications</source>
      <translation>Amorphe Verkalkungen</translation>
    </message>
    <message>
      <source>Amorphous calcification</source>
      <translation>Amorphe Verkalkung</translation>
    </message>
    <message>
      <source>Coarse heterogeneous calcifications</source>
      <translation>Grob heterogene Verkalkungen</translation>
    </message>
    <message>
      <source>Coarse heterogeneous calcification</source>
      <translation>Grob heterogene Verkalkung</translation>
    </message>
    <message>
      <source>Fine pleomorphic calcifications</source>
      <translation>Fein pleomorphe Verkalkungen</translation>
    </message>
    <message>
      <source>Fine pleomorphic calcification</source>
      <translation>Fein pleomorphe Verkalkung</translation>
    </message>
    <message>
      <source>Fine linear or branching calcifications</source>
      <translation>Fein lineare oder verzweigte Verkalkungen</translation>
    </message>
    <message>
      <source>Fine linear or branching calcification</source>
      <translation>Fein lineare oder verzweigte Verkalkung</translation>
    </message>
    <message>
      <source>Calcifications of a kind that is not determined</source>
      <translation>Verkalkungen nicht bestimmter Art</translation>
    </message>
    <message>
      <source>Calcification of a kind that is not determined</source>
      <translation>Verkalkung nicht bestimmter Art</translation>
    </message>
    <message>
      <source>distribution not determined</source>
      <translation>Verteilung nicht bestimmt</translation>
    </message>
    <message>
      <source>{count} found</source>
      <translation>{count} gefunden</translation>
    </message>
    <message>
      <source>{length} × {width} mm</source>
      <translation>{length} × {width} mm</translation>
    </message>
    <message>
      <source>central</source>
      <translation>zentral</translation>
    </message>
    <message>
      <source>outer half</source>
      <translation>äußere Hälfte</translation>
    </message>
    <message>
      <source>inner half</source>
      <translation>innere Hälfte</translation>
    </message>
    <message>
      <source>upper half</source>
      <translation>obere Hälfte</translation>
    </message>
    <message>
      <source>lower half</source>
      <translation>untere Hälfte</translation>
    </message>
    <message>
      <source>upper outer quadrant</source>
      <translation>oberer äußerer Quadrant</translation>
    </message>
    <message>
      <source>upper inner quadrant</source>
      <translation>oberer innerer Quadrant</translation>
    </message>
    <message>
      <source>lower outer quadrant</source>
      <translation>unterer äußerer Quadrant</translation>
    </message>
    <message>
      <source>lower inner quadrant</source>
      <translation>unterer innerer Quadrant</translation>
    </message>
    <message>
      <source>{hour} o'clock</source>
      <translation>{hour} Uhr</translation>
    </message>
    <message>
      <source>anterior depth</source>
      <translation>vorderes Drittel</translation>
    </message>
    <message>
      <source>middle depth</source>
      <translation>mittleres Drittel</translation>
    </message>
    <message>
      <source>posterior depth</source>
      <translation>hinteres Drittel</translation>
    </message>
    <message>
      <source>about {distance} mm from the nipple</source>
      <translation>etwa {distance} mm von der Mamille</translation>
    </message>
    <message>
      <source>nipple and chest wall estimated</source>
      <translation>Mamille und Thoraxwand geschätzt</translation>
    </message>
    <message>
      <source>nipple placed by the reader</source>
      <translation>Mamille vom Befunder gesetzt</translation>
    </message>
    <message>
      <source>nipple placed by the reader, chest wall estimated</source>
      <translation>Mamille vom Befunder gesetzt, Thoraxwand geschätzt</translation>
    </message>
    <message>
      <source>mm in the breast: the image is magnified {factor} times</source>
      <translation>mm in der Brust: die Aufnahme ist {factor}-fach vergrößert</translation>
    </message>
    <message>
      <source>new: nothing was found there in the prior</source>
      <translation>neu: in der Voruntersuchung war dort nichts</translation>
    </message>
    <message>
      <source>new: nothing was found there in the prior of {date}</source>
      <translation>neu: in der Voruntersuchung vom {date} war dort nichts</translation>
    </message>
    <message>
      <source>more than in the prior ({count}, before {prior})</source>
      <translation>mehr als in der Voruntersuchung ({count}, vorher {prior})</translation>
    </message>
    <message>
      <source>more than in the prior of {date} ({count}, before {prior})</source>
      <translation>mehr als in der Voruntersuchung vom {date} ({count}, vorher {prior})</translation>
    </message>
    <message>
      <source>fewer than in the prior ({count}, before {prior})</source>
      <translation>weniger als in der Voruntersuchung ({count}, vorher {prior})</translation>
    </message>
    <message>
      <source>fewer than in the prior of {date} ({count}, before {prior})</source>
      <translation>weniger als in der Voruntersuchung vom {date} ({count}, vorher {prior})</translation>
    </message>
    <message>
      <source>unchanged from the prior ({count}, before {prior})</source>
      <translation>unverändert zur Voruntersuchung ({count}, vorher {prior})</translation>
    </message>
    <message>
      <source>unchanged from the prior of {date} ({count}, before {prior})</source>
      <translation>unverändert zur Voruntersuchung vom {date} ({count}, vorher {prior})</translation>
    </message>
    <message>
      <source>Like lesions described so in CBIS-DDSM, n = {n}: {share} of 10 were malignant (95 % interval {low} to {high}; biopsied or followed cases).</source>
      <translation>Von so beschriebenen Läsionen in CBIS-DDSM, n = {n}, waren {share} von 10 maligne (95-%-Intervall {low} bis {high}; biopsierte oder nachbeobachtete Fälle).</translation>
    </message>
    <message>
      <source>fewer than 1</source>
      <translation>weniger als 1</translation>
    </message>
    <message>
      <source>Pictures and measures</source>
      <translation>Bilder und Maße</translation>
    </message>
    <message>
      <source>calcifications</source>
      <translation>Verkalkungen</translation>
    </message>
    <message>
      <source>Lengths and areas are those in the plane of the detector.</source>
      <translation>Längen und Flächen gelten in der Detektorebene.</translation>
    </message>
    <message>
      <source>Lengths and areas are those in the plane of the breast.</source>
      <translation>Längen und Flächen gelten in der Ebene der Brust.</translation>
    </message>
    <message>
      <source>Lengths and areas are those in the plane of the film.</source>
      <translation>Längen und Flächen gelten in der Filmebene.</translation>
    </message>
    <message>
      <source>Lengths and areas are those in the plane that each image's page states.</source>
      <translation>Längen und Flächen gelten in der Ebene, die auf der Seite jedes Bildes steht.</translation>
    </message>
    <message>
      <source>1 cluster</source>
      <translation>1 Cluster</translation>
    </message>
    <message>
      <source>{count} clusters</source>
      <translation>{count} Cluster</translation>
    </message>
    <message>
      <source>1 group of few</source>
      <translation>1 Gruppe von wenigen</translation>
    </message>
    <message>
      <source>{count} groups of few</source>
      <translation>{count} Gruppen von wenigen</translation>
    </message>
    <message>
      <source>1 calcification</source>
      <translation>1 Verkalkung</translation>
    </message>
    <message>
      <source>{count} calcifications</source>
      <translation>{count} Verkalkungen</translation>
    </message>
    <message>
      <source>1 calcified vessel</source>
      <translation>1 verkalktes Gefäß</translation>
    </message>
    <message>
      <source>{count} calcified vessels</source>
      <translation>{count} verkalkte Gefäße</translation>
    </message>
    <message>
      <source>{count} typically benign</source>
      <translation>{count} typisch benigne</translation>
    </message>
    <message>
      <source>learned from simulated lesions</source>
      <translation>an simulierten Läsionen gelernt</translation>
    </message>
    <message>
      <source>abstains</source>
      <translation>enthält sich</translation>
    </message>
    <message>
      <source>{category} (risk {risk}, {neighbour} below {boundary})</source>
      <translation>{category} (Risiko {risk}, {neighbour} unter {boundary})</translation>
    </message>
    <message>
      <source>{category} (risk {risk}, {neighbour} from {boundary})</source>
      <translation>{category} (Risiko {risk}, {neighbour} ab {boundary})</translation>
    </message>
    <message>
      <source>{count} added</source>
      <translation>{count} hinzugefügt</translation>
    </message>
    <message>
      <source>{count} redrawn</source>
      <translation>{count} neu gezeichnet</translation>
    </message>
    <message>
      <source>{count} removed</source>
      <translation>{count} entfernt</translation>
    </message>
    <message>
      <source>Research only: not a medical device, not for diagnosis.</source>
      <translation>Nur für die Forschung: kein Medizinprodukt, nicht zur Diagnose.</translation>
    </message>
    <message>
      <source>{name} is not an analysis that Microcalc wrote ({error}): detect again.</source>
      <translation>{name} ist keine von Microcalc geschriebene Analyse ({error}): erneut suchen.</translation>
    </message>
    <message>
      <source>No rating of {what}: {error}</source>
      <translation>Keine Bewertung von {what}: {error}</translation>
    </message>
    <message>
      <source>pixels of {mean_spacing_mm} mm show too little of a calcification's shape</source>
      <translation>Pixel von {mean_spacing_mm} mm zeigen zu wenig von der Form einer Verkalkung</translation>
    </message>
    <message>
      <source>1 calcification, which is</source>
      <translation>1 Verkalkung, sie ist</translation>
    </message>
    <message>
      <source>{abstained} calcifications, which are</source>
      <translation>{abstained} Verkalkungen, sie sind</translation>
    </message>
    <message>
      <source>Model {name} has {cuts} cuts between {classes} categories: get the model again.</source>
      <translation>Modell {name} hat {cuts} Grenzen zwischen {classes} Kategorien: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>The cuts of model {name} do not ascend between 0 and 1: get the model again.</source>
      <translation>Die Grenzen von Modell {name} steigen nicht zwischen 0 und 1 an: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>Model {name} asks for {orientations} orientations, not 1, 2, 4 or 8: get the model again.</source>
      <translation>Modell {name} verlangt {orientations} Ausrichtungen, nicht 1, 2, 4 oder 8: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>The trees of model {name} do not fit these {inputs} measures: train it again, or update Microcalc.</source>
      <translation>Die Bäume von Modell {name} passen nicht zu diesen {inputs} Maßen: neu trainieren oder Microcalc aktualisieren.</translation>
    </message>
    <message>
      <source>Model {name} states measures for trees and has none: get the model again.</source>
      <translation>Modell {name} nennt Maße für Bäume und hat keine: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>{pixel}: give an image of {spacing_mm} mm.</source>
      <translation>{pixel}: eine Aufnahme mit {spacing_mm} mm angeben.</translation>
    </message>
    <message>
      <source>BI-RADS was rated of {chosen} of the {total} reported calcifications, those of the highest score.</source>
      <translation>BI-RADS wurde für {chosen} der {total} gemeldeten Verkalkungen bewertet, die mit den höchsten Scores.</translation>
    </message>
    <message>
      <source>The BI-RADS rating abstains on {which} unlike those that it was trained on.</source>
      <translation>Die BI-RADS-Bewertung enthält sich bei {which} sich von allem unterscheiden, woran sie gelernt hat.</translation>
    </message>
    <message>
      <source>A BI-RADS rating has 4 categories, or 6 with 4A to 4C, not {number}: choose 4 or 6.</source>
      <translation>Eine BI-RADS-Bewertung hat 4 Kategorien, oder 6 mit 4A bis 4C, nicht {number}: 4 oder 6 wählen.</translation>
    </message>
    <message>
      <source>{choices} is no list of ratings: give the names in a list.</source>
      <translation>{choices} ist keine Liste von Bewertungen: die Namen in einer Liste angeben.</translation>
    </message>
    <message>
      <source>The list of ratings is empty: name one, or none.</source>
      <translation>Die Liste der Bewertungen ist leer: eine nennen, oder none.</translation>
    </message>
    <message>
      <source>The method {detector} marks squares and outlines no calcifications to be rated: choose another method, or no rating.</source>
      <translation>Das Verfahren {detector} markiert Quadrate und umrandet keine Verkalkungen, die bewertet werden könnten: anderes Verfahren wählen, oder keine Bewertung.</translation>
    </message>
    <message>
      <source>There is no rating {choice} (there is: {known}): give one of these names, or the folder of a bundle.</source>
      <translation>Es gibt keine Bewertung {choice} (vorhanden: {known}): einen dieser Namen oder den Ordner eines Bundles angeben.</translation>
    </message>
    <message>
      <source>{choice} is a model for {method}, which rates nothing: choose a model for {ratings}.</source>
      <translation>{choice} ist ein Modell für {method}, das nichts bewertet: ein Modell für {ratings} wählen.</translation>
    </message>
    <message>
      <source>No rating is chosen together with others: choose none alone, or leave it out.</source>
      <translation>Keine Bewertung ist zusammen mit anderen gewählt: none allein wählen oder weglassen.</translation>
    </message>
    <message>
      <source>Two ratings of {method} are chosen: leave one of them out.</source>
      <translation>Zwei Bewertungen von {method} sind gewählt: eine davon weglassen.</translation>
    </message>
    <message>
      <source>1 cluster is</source>
      <translation>1 Cluster ist</translation>
    </message>
    <message>
      <source>{n} clusters are</source>
      <translation>{n} Cluster sind</translation>
    </message>
    <message>
      <source>{which} unlike those that the malignancy rating was trained on, and not rated.</source>
      <translation>{which} anders als alles, woran die Malignitätsbewertung gelernt hat, und nicht bewertet.</translation>
    </message>
    <message>
      <source>Model {name} was made for other features than these {features}: train it again, or update Microcalc.</source>
      <translation>Modell {name} ist für andere Merkmale als diese {features} gemacht: neu trainieren oder Microcalc aktualisieren.</translation>
    </message>
    <message>
      <source>Model {name} does not describe {features} features: get the model again.</source>
      <translation>Modell {name} beschreibt keine {features} Merkmale: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>Model {name} holds numbers that no training gives: get the model again.</source>
      <translation>Das Modell {name} enthält Zahlen, die kein Training ergibt: das Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>Model {name} is incomplete ({error}): get the model again.</source>
      <translation>Modell {name} ist unvollständig ({error}): Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>of odds</source>
      <translation>nach Odds</translation>
    </message>
    <message>
      <source>{share} of 10 were malignant (95 % interval {interval}; biopsied or followed cases).</source>
      <translation>{share} von 10 waren maligne (95-%-Intervall {interval}; biopsierte oder nachbeobachtete Fälle).</translation>
    </message>
    <message>
      <source>Readers assessed these as BI-RADS {mean} on average (standard deviation {spread}): {shares}.</source>
      <translation>Befunder stuften diese im Mittel als BI-RADS {mean} ein (Standardabweichung {spread}): {shares}.</translation>
    </message>
    <message>
      <source>{unknown} is no descriptor of CBIS-DDSM: use {value}.</source>
      <translation>{unknown} ist kein Merkmal von CBIS-DDSM: {value} verwenden.</translation>
    </message>
    <message>
      <source>A region of {size_mm} mm has no size: give its longest side in mm.</source>
      <translation>Eine Region von {size_mm} mm hat keine Größe: ihre längste Seite in mm angeben.</translation>
    </message>
    <message>
      <source>{density} is no density of BI-RADS: give 1 to 4, or leave it out.</source>
      <translation>{density} ist keine Dichte nach BI-RADS: 1 bis 4 angeben oder weglassen.</translation>
    </message>
    <message>
      <source>Model {name} was made for other descriptors than these: fit it again, or update Microcalc.</source>
      <translation>Modell {name} ist für andere Merkmale als diese gemacht: neu anpassen oder Microcalc aktualisieren.</translation>
    </message>
    <message>
      <source>Model {name} does not hold {n} weights as it should: get the model again.</source>
      <translation>Modell {name} enthält nicht {n} Gewichte, wie es sollte: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>Nothing is known of the lesion: odds need at least one description.</source>
      <translation>Von der Läsion ist nichts bekannt: für Odds braucht es mindestens eine Beschreibung.</translation>
    </message>
    <message>
      <source>starting</source>
      <translation>wird gestartet</translation>
    </message>
    <message>
      <source>The connection to the Dask scheduler was lost: start it again and go on with the run.</source>
      <translation>Die Verbindung zum Dask-Scheduler ist abgerissen: ihn neu starten und den Lauf fortsetzen.</translation>
    </message>
    <message>
      <source>No Dask worker has ended an image for {value} minutes: start some and go on with the run.</source>
      <translation>Seit {value} Minuten hat kein Dask-Worker eine Aufnahme beendet: welche starten und den Lauf fortsetzen.</translation>
    </message>
    <message>
      <source>A Dask worker lacks a package ({error}): install Microcalc there as it is here.</source>
      <translation>Einem Dask-Worker fehlt ein Paket ({error}): Microcalc dort wie hier installieren.</translation>
    </message>
    <message>
      <source>Dask is not installed: pip install "distributed&gt;=2024.8", here and on the workers.</source>
      <translation>Dask ist nicht installiert: pip install "distributed&gt;=2024.8", hier und auf den Workern.</translation>
    </message>
    <message>
      <source>The Dask scheduler {address} cannot be reached ({error}): check its address, TLS settings and that it runs.</source>
      <translation>Der Dask-Scheduler {address} ist nicht erreichbar ({error}): Adresse und TLS-Einstellungen prüfen, und ob er läuft.</translation>
    </message>
    <message>
      <source>The Dask task ended without an answer ({why}): go on with the run to try again.</source>
      <translation>Die Dask-Aufgabe endete ohne Antwort ({why}): den Lauf fortsetzen, um es erneut zu versuchen.</translation>
    </message>
    <message>
      <source>Every Dask worker that worked on this image has died: give workers more memory.</source>
      <translation>Jeder Dask-Worker, der an dieser Aufnahme gearbeitet hat, ist abgebrochen: den Workern mehr Speicher geben.</translation>
    </message>
    <message>
      <source>The Dask worker wrote to another disk: use a folder that all machines share.</source>
      <translation>Der Dask-Worker hat auf eine andere Platte geschrieben: einen Ordner verwenden, den alle Rechner teilen.</translation>
    </message>
    <message>
      <source>No files in {str}: give a folder of mammograms or a worklist.</source>
      <translation>Keine Dateien in {str}: einen Ordner mit Mammogrammen oder eine Arbeitsliste angeben.</translation>
    </message>
    <message>
      <source>Looking for duplicates</source>
      <translation>Doppelte werden gesucht</translation>
    </message>
    <message>
      <source>No mammogram was found: give a folder, images or a worklist that holds some.</source>
      <translation>Kein Mammogramm gefunden: einen Ordner, Aufnahmen oder eine Arbeitsliste mit welchen angeben.</translation>
    </message>
    <message>
      <source>Looking for images: more than {value} files</source>
      <translation>Aufnahmen werden gesucht: mehr als {value} Dateien</translation>
    </message>
    <message>
      <source>Cancelled: what was written before is complete, and the run can go on.</source>
      <translation>Abgebrochen: was vorher geschrieben wurde, ist vollständig, und der Lauf kann fortgesetzt werden.</translation>
    </message>
    <message>
      <source>The journal {path} cannot be read ({value}): check its permissions.</source>
      <translation>Das Protokoll {path} ist nicht lesbar ({value}): die Zugriffsrechte prüfen.</translation>
    </message>
    <message>
      <source>The journal {path} cannot be written ({reason}): free some disk space, then go on with the run.</source>
      <translation>Das Protokoll {path} kann nicht geschrieben werden ({reason}): Speicherplatz schaffen, dann den Lauf fortsetzen.</translation>
    </message>
    <message>
      <source>A worker process ended before it could work ({status}): run microcalc check, or use fewer workers.</source>
      <translation>Ein Arbeitsprozess endete, bevor er arbeiten konnte ({status}): microcalc check ausführen oder weniger Prozesse verwenden.</translation>
    </message>
    <message>
      <source>A worker process could not be started ({error}): use fewer workers.</source>
      <translation>Ein Arbeitsprozess konnte nicht gestartet werden ({error}): weniger Prozesse verwenden.</translation>
    </message>
    <message>
      <source>The worker process ended {most_attempts} times on this image ({status}).</source>
      <translation>Der Arbeitsprozess endete bei dieser Aufnahme {most_attempts}-mal ({status}).</translation>
    </message>
    <message>
      <source>Cannot write into {folder} ({value}): choose another folder.</source>
      <translation>In {folder} kann nicht geschrieben werden ({value}): einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Another run works in {folder}: wait until it ends, or choose another folder.</source>
      <translation>In {folder} arbeitet ein anderer Lauf: sein Ende abwarten oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>{items} images to do</source>
      <translation>{items} Aufnahmen zu bearbeiten</translation>
    </message>
    <message>
      <source>{workers} workers can do nothing: give 1 or more.</source>
      <translation>{workers} Prozesse können nichts tun: 1 oder mehr angeben.</translation>
    </message>
    <message>
      <source>A memory cap of {memory_mb} MB is impossible: give the gigabytes that one worker may use, for example 4.</source>
      <translation>Eine Speichergrenze von {memory_mb} MB ist unmöglich: die Gigabyte für einen Prozess angeben, zum Beispiel 4.</translation>
    </message>
    <message>
      <source>{folder} holds an earlier run: go on with it, or choose another folder.</source>
      <translation>{folder} enthält einen früheren Lauf: ihn fortsetzen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>{value} is a link to another place: remove it, or choose another folder for the results.</source>
      <translation>{value} verweist an einen anderen Ort: entfernen oder einen anderen Ergebnisordner wählen.</translation>
    </message>
    <message>
      <source>{folder} holds {name}, which no run of Microcalc has written: choose another folder for the results, or move it.</source>
      <translation>{folder} enthält {name}, was kein Lauf von Microcalc geschrieben hat: einen anderen Ergebnisordner wählen oder es verschieben.</translation>
    </message>
    <message>
      <source>Checking what is done</source>
      <translation>Geprüft wird, was schon getan ist</translation>
    </message>
    <message>
      <source>{method} is no method: use one of {known}.</source>
      <translation>{method} ist kein Verfahren: eines von {known} verwenden.</translation>
    </message>
    <message>
      <source>{parquet} is not written as pyarrow is not installed: pip install pyarrow, if you need it.</source>
      <translation>{parquet} wird nicht geschrieben, da pyarrow nicht installiert ist: bei Bedarf pip install pyarrow.</translation>
    </message>
    <message>
      <source>The folder {path} cannot be listed, so its images were not seen: check its permissions.</source>
      <translation>Der Ordner {path} lässt sich nicht auflisten, seine Aufnahmen fehlen daher: die Zugriffsrechte prüfen.</translation>
    </message>
    <message>
      <source>There is not enough memory for this image: use fewer workers, or the device cpu.</source>
      <translation>Der Speicher reicht für diese Aufnahme nicht: weniger Prozesse verwenden, oder als Gerät den Prozessor (cpu).</translation>
    </message>
    <message>
      <source>Unexpected {name} ({error}) in {error2}: please report it.</source>
      <translation>Unerwarteter Fehler {name} ({error}) in {error2}: bitte melden.</translation>
    </message>
    <message>
      <source>A worker process was not told what to do ({error}): start the batch again.</source>
      <translation>Einem Arbeitsprozess wurde seine Aufgabe nicht mitgeteilt ({error}): den Stapel erneut starten.</translation>
    </message>
    <message>
      <source>The worklist {path} has no column named path (found {found}): its first line must name the columns.</source>
      <translation>Die Arbeitsliste {path} hat keine Spalte path (gefunden: {found}): ihre erste Zeile muss die Spalten nennen.</translation>
    </message>
    <message>
      <source>The worklist {path} has the column {twice} twice: keep one.</source>
      <translation>Die Arbeitsliste {path} hat die Spalte {twice} zweimal: eine behalten.</translation>
    </message>
    <message>
      <source>The worklist {path} has the unknown column {unknown}: use {columns}.</source>
      <translation>Die Arbeitsliste {path} hat die unbekannte Spalte {unknown}: {columns} verwenden.</translation>
    </message>
    <message>
      <source>Line {line} of the worklist {worklist} does not have the columns of its first line: correct it.</source>
      <translation>Zeile {line} der Arbeitsliste {worklist} hat nicht die Spalten der ersten Zeile: korrigieren.</translation>
    </message>
    <message>
      <source>Line {line} of the worklist {worklist}: {image} is a folder, not an image: list its images.</source>
      <translation>Zeile {line} der Arbeitsliste {worklist}: {image} ist ein Ordner, keine Aufnahme: seine Aufnahmen auflisten.</translation>
    </message>
    <message>
      <source>The worklist {path} is not in UTF-8: save it as CSV UTF-8.</source>
      <translation>Die Arbeitsliste {path} ist nicht in UTF-8: als CSV UTF-8 speichern.</translation>
    </message>
    <message>
      <source>The worklist {path} cannot be read ({value}): check its permissions.</source>
      <translation>Die Arbeitsliste {path} ist nicht lesbar ({value}): die Zugriffsrechte prüfen.</translation>
    </message>
    <message>
      <source>The worklist {path} is no CSV ({error}): save it as CSV UTF-8.</source>
      <translation>Die Arbeitsliste {path} ist keine CSV-Datei ({error}): als CSV UTF-8 speichern.</translation>
    </message>
    <message>
      <source>Line {line} of the worklist {worklist} has an invalid value ({error}): correct it; invert is yes or no.</source>
      <translation>Zeile {line} der Arbeitsliste {worklist} hat einen ungültigen Wert ({error}): korrigieren; invert ist yes oder no.</translation>
    </message>
    <message>
      <source>Line {line} of the worklist {worklist}: {error}</source>
      <translation>Zeile {line} der Arbeitsliste {worklist}: {error}</translation>
    </message>
    <message>
      <source>Numbering blobs</source>
      <translation>Blobs werden nummeriert</translation>
    </message>
    <message>
      <source>Blobs are looked for in one 2-D image, this has shape {shape}: choose a single grey-scale image.</source>
      <translation>Blobs werden in einem 2-D-Bild gesucht, dieses hat die Form {shape}: ein einzelnes Graustufenbild wählen.</translation>
    </message>
    <message>
      <source>The mask has shape {shape} and the image {shape2}: give a mask on the image's grid.</source>
      <translation>Die Maske hat die Form {shape} und das Bild {shape2}: eine Maske im Raster des Bildes angeben.</translation>
    </message>
    <message>
      <source>Blob scales from {sigma_min_mm} to {sigma_max_mm} mm are no range: give 0 &lt; smallest &lt;= largest.</source>
      <translation>Blobgrößen von {sigma_min_mm} bis {sigma_max_mm} mm sind kein Bereich: 0 &lt; kleinste &lt;= größte angeben.</translation>
    </message>
    <message>
      <source>A ratio of {ratio} between blob scales makes no steps: give one above 1, usually 1.6.</source>
      <translation>Ein Verhältnis von {ratio} zwischen Blobgrößen ergibt keine Stufen: eines über 1 angeben, üblich ist 1.6.</translation>
    </message>
    <message>
      <source>A blob threshold of {threshold} takes dark blobs for bright ones: give 0 or more, usually 0.006.</source>
      <translation>Eine Blobschwelle von {threshold} hält dunkle Blobs für helle: 0 oder mehr angeben, üblich ist 0.006.</translation>
    </message>
    <message>
      <source>{planes} blob scales are more than {most_planes}: raise the ratio or narrow the range of scales.</source>
      <translation>{planes} Blobgrößen sind mehr als {most_planes}: das Verhältnis erhöhen oder den Bereich verengen.</translation>
    </message>
    <message>
      <source>Blobs segmented</source>
      <translation>Blobs segmentiert</translation>
    </message>
    <message>
      <source>Looking for blobs</source>
      <translation>Blobs werden gesucht</translation>
    </message>
    <message>
      <source>The region has shape {shape} and the image {shape2}: paint on the image's grid.</source>
      <translation>Die Region hat die Form {shape} und das Bild {shape2}: im Raster des Bildes malen.</translation>
    </message>
    <message>
      <source>The trees of model {name} cannot be read ({error}): get the model again.</source>
      <translation>Die Bäume von Modell {name} sind nicht lesbar ({error}): Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>These trees take {features} features a row, not an array of shape {shape}.</source>
      <translation>Diese Bäume nehmen {features} Merkmale je Zeile, kein Feld der Form {shape}.</translation>
    </message>
    <message>
      <source>No breast was found in the image: check that it is a mammogram and that its spacing is right.</source>
      <translation>In der Aufnahme wurde keine Brust gefunden: prüfen, ob sie ein Mammogramm ist und der Pixelabstand stimmt.</translation>
    </message>
    <message>
      <source>The picture shows no air beside the breast: all of it was searched.</source>
      <translation>Das Bild zeigt keine Luft neben der Brust: es wurde ganz abgesucht.</translation>
    </message>
    <message>
      <source>The picture shows two breasts: both were searched, and neither is called left or right.</source>
      <translation>Das Bild zeigt zwei Brüste: beide wurden abgesucht, und keine heißt links oder rechts.</translation>
    </message>
    <message>
      <source>{size} answers for {candidates} candidates: say for each whether it lies in the region.</source>
      <translation>{size} Antworten für {candidates} Kandidaten: für jeden angeben, ob er in der Region liegt.</translation>
    </message>
    <message>
      <source>{path} is not a request of Microcalc ({error}): start {again} again.</source>
      <translation>{path} ist kein Auftrag von Microcalc ({error}): {again} erneut starten.</translation>
    </message>
    <message>
      <source>{what} failed ({name}: {error}): please report this with the application's log.</source>
      <translation>{what} ist fehlgeschlagen ({name}: {error}): bitte mit dem Protokoll der Anwendung melden.</translation>
    </message>
    <message>
      <source>In {value} % of the breast the picture is cut off at black</source>
      <translation>In {value} % der Brust ist das Bild bei Schwarz abgeschnitten</translation>
    </message>
    <message>
      <source>{place}: faint calcifications there are missed; export it with a wider window.</source>
      <translation>{place}: schwache Verkalkungen werden dort übersehen; mit weiterem Fenster exportieren.</translation>
    </message>
    <message>
      <source>A linking distance of {linking_distance_mm} mm is impossible: give one above 0, usually 5 mm.</source>
      <translation>Ein Verbindungsabstand von {linking_distance_mm} mm ist nicht möglich: einen über 0 angeben, üblich sind 5 mm.</translation>
    </message>
    <message>
      <source>Local contrast clipped from {clip} to {clip2} is nothing: give the lower end first.</source>
      <translation>Lokaler Kontrast, begrenzt von {clip} bis {clip2}, ist nichts: zuerst das untere Ende angeben.</translation>
    </message>
    <message>
      <source>reading</source>
      <translation>wird gelesen</translation>
    </message>
    <message>
      <source>writing</source>
      <translation>wird geschrieben</translation>
    </message>
    <message>
      <source>done</source>
      <translation>fertig</translation>
    </message>
    <message>
      <source>model loaded</source>
      <translation>Modell geladen</translation>
    </message>
    <message>
      <source>A Python package is missing ({error}): click Detect calcifications to install it, or run microcalc check.</source>
      <translation>Ein Python-Paket fehlt ({error}): klicken Sie auf Verkalkungen suchen, um es zu installieren, oder starten Sie microcalc check.</translation>
    </message>
    <message>
      <source>There is not enough memory for this image: close other programs, or choose the device cpu.</source>
      <translation>Der Speicher reicht für diese Aufnahme nicht: andere Programme schließen oder als Gerät den Prozessor (cpu) wählen.</translation>
    </message>
    <message>
      <source>Cannot write into {folder} ({value}): free some disk space or choose another temporary folder.</source>
      <translation>In {folder} kann nicht geschrieben werden ({value}): Speicherplatz schaffen oder einen anderen temporären Ordner wählen.</translation>
    </message>
    <message>
      <source>Looking for candidates</source>
      <translation>Kandidaten werden gesucht</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>Rating candidates</source>
      <translation>Kandidaten werden bewertet</translation>
    </message>
    <message>
      <source>Looking closer at the regions</source>
      <translation>Regionen werden näher betrachtet</translation>
    </message>
    <message>
      <source>Model {name} has the network {network}, unknown to {method}: update Microcalc or choose another.</source>
      <translation>Modell {name} hat das Netz {network}, das {method} nicht kennt: Microcalc aktualisieren oder ein anderes wählen.</translation>
    </message>
    <message>
      <source>Measuring local contrast</source>
      <translation>Lokaler Kontrast wird gemessen</translation>
    </message>
    <message>
      <source>The weights of model {name} do not fit its network ({value}): get the model again.</source>
      <translation>Die Gewichte von Modell {name} passen nicht zu seinem Netz ({value}): Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>The parameters of model {name} contradict each other ({reason}): get the model again, or choose another.</source>
      <translation>Die Parameter von Modell {name} widersprechen sich ({reason}): Modell neu beschaffen oder ein anderes wählen.</translation>
    </message>
    <message>
      <source>Machine code for faster detection is made in the background, once; until then a detection takes two seconds longer.</source>
      <translation>Maschinencode für schnellere Suche entsteht einmalig im Hintergrund; bis dahin dauert eine Suche zwei Sekunden länger.</translation>
    </message>
    <message>
      <source>Method without a model: scores are contrast over texture and order by how clearly an object stands out, they are not probabilities.</source>
      <translation>Verfahren ohne Modell: Scores sind Kontrast über Textur und ordnen danach, wie deutlich sich ein Objekt abhebt; sie sind keine Wahrscheinlichkeiten.</translation>
    </message>
    <message>
      <source>The method {method} works without a model: leave out {model}, or choose the method that it was made for.</source>
      <translation>Das Verfahren {method} arbeitet ohne Modell: {model} weglassen, oder das Verfahren wählen, für das es gemacht ist.</translation>
    </message>
    <message>
      <source>A patch of {str} px does not fit a network of {features} stages: give two sides that their strides divide, and strides along both axes for each stage.</source>
      <translation>Ein Ausschnitt von {str} px passt nicht zu einem Netz mit {features} Stufen: zwei Seiten angeben, die ihre Schrittweiten teilen, und für jede Stufe Schrittweiten in beiden Achsen.</translation>
    </message>
    <message>
      <source>Looking for calcifications</source>
      <translation>Verkalkungen werden gesucht</translation>
    </message>
    <message>
      <source>Looking at patches</source>
      <translation>Ausschnitte werden betrachtet</translation>
    </message>
    <message>
      <source>Looking for regions with calcifications</source>
      <translation>Regionen mit Verkalkungen werden gesucht</translation>
    </message>
    <message>
      <source>Looking for the breast</source>
      <translation>Die Brust wird gesucht</translation>
    </message>
    <message>
      <source>Model {model} states {key} = {value}, which is no {wanted}: get the model again, or choose another.</source>
      <translation>Modell {model} nennt {key} = {value}, was kein {wanted} ist: Modell neu beschaffen oder ein anderes wählen.</translation>
    </message>
    <message>
      <source>Model {model} states no values by name as {what}: get the model again, or choose another.</source>
      <translation>Modell {model} nennt keine benannten Werte als {what}: Modell neu beschaffen oder ein anderes wählen.</translation>
    </message>
    <message>
      <source>Model {model} states the unknown parameter {unknown}: update Microcalc or choose another model.</source>
      <translation>Modell {model} nennt den unbekannten Parameter {unknown}: Microcalc aktualisieren oder ein anderes Modell wählen.</translation>
    </message>
    <message>
      <source>This processor computed the network in bfloat16, which is fast and coarse: scores differ by a few hundredths from those of a processor without it, so a mark close to the threshold may be reported on one computer and not on another.</source>
      <translation>Dieser Prozessor hat das Netz in bfloat16 gerechnet, was schnell und grob ist: die Scores weichen um wenige Hundertstel von denen eines Prozessors ohne bfloat16 ab, sodass eine Markierung nahe der Schwelle auf einem Rechner gemeldet werden kann und auf einem anderen nicht.</translation>
    </message>
    <message>
      <source>Windows of {size_px} px at steps of {stride_px} px, trimmed by {trim_px} px, leave gaps or do not fit the network: give a side that 32 divides and a step of at most the side less twice the trim.</source>
      <translation>Fenster von {size_px} px in Schritten von {stride_px} px, um {trim_px} px beschnitten, lassen Lücken oder passen nicht zum Netz: eine durch 32 teilbare Seite und einen Schritt von höchstens der Seite weniger zweimal dem Beschnitt angeben.</translation>
    </message>
    <message>
      <source>A pixel spacing of {spacing_mm} mm is too coarse for the method {method}, which needs {coarsest_mm} mm or finer: use a finer image or the method hdogreg.</source>
      <translation>Ein Pixelabstand von {spacing_mm} mm ist zu grob für das Verfahren {method}, das {coarsest_mm} mm oder feiner braucht: eine feinere Aufnahme oder das Verfahren hdogreg verwenden.</translation>
    </message>
    <message>
      <source>writing {name}</source>
      <translation>{name} wird geschrieben</translation>
    </message>
    <message>
      <source>listening on port {port} of {address}</source>
      <translation>Horcht an Port {port} von {address}</translation>
    </message>
    <message>
      <source>sent</source>
      <translation>gesendet</translation>
    </message>
    <message>
      <source>{peer} does not answer: check host, port and that it runs.</source>
      <translation>{peer} antwortet nicht: Adresse und Port prüfen, und ob der Knoten läuft.</translation>
    </message>
    <message>
      <source>There is nothing to send: choose DICOM files that Microcalc wrote.</source>
      <translation>Es gibt nichts zu senden: DICOM-Dateien wählen, die Microcalc geschrieben hat.</translation>
    </message>
    <message>
      <source>The node at {host}:{port} has another title than {title}: ask its administrator for it.</source>
      <translation>Der Knoten unter {host}:{port} heißt nicht {title}: seinen Titel beim Administrator erfragen.</translation>
    </message>
    <message>
      <source>{peer} refuses the connection of {our_title}: ask its administrator to allow this title.</source>
      <translation>{peer} lehnt die Verbindung von {our_title} ab: diesen Titel beim Administrator freigeben lassen.</translation>
    </message>
    <message>
      <source>{peer} answers, but takes none of these: {names}: ask its administrator to allow them.</source>
      <translation>{peer} antwortet, nimmt aber keine von diesen an: {names}: beim Administrator freigeben lassen.</translation>
    </message>
    <message>
      <source>{peer} answered and broke off: see the log of that node.</source>
      <translation>{peer} hat geantwortet und abgebrochen: siehe das Protokoll dieses Knotens.</translation>
    </message>
    <message>
      <source>{peer} does not answer: check host, port and that it runs, and that it speaks TLS with a certificate that is trusted here.</source>
      <translation>{peer} antwortet nicht: Adresse und Port prüfen, ob der Knoten läuft und ob er TLS mit einem Zertifikat spricht, dem hier vertraut wird.</translation>
    </message>
    <message>
      <source>{peer} takes no {name}, so {name2} was not sent: ask its administrator to allow it.</source>
      <translation>{peer} nimmt kein {name}, daher wurde {name2} nicht gesendet: beim Administrator freigeben lassen.</translation>
    </message>
    <message>
      <source>{peer} broke off while it was sent {name}: see the log of that node.</source>
      <translation>{peer} hat abgebrochen, als {name} gesendet wurde: siehe das Protokoll dieses Knotens.</translation>
    </message>
    <message>
      <source>{peer} did not store {name}{status}: see the log of that node.</source>
      <translation>{peer} hat {name} nicht gespeichert{status}: siehe das Protokoll dieses Knotens.</translation>
    </message>
    <message>
      <source>{path} is a folder: choose the files in it.</source>
      <translation>{path} ist ein Ordner: die Dateien darin wählen.</translation>
    </message>
    <message>
      <source>{name} has no class or instance UID: choose those that Microcalc wrote.</source>
      <translation>{name} hat keine Klassen- oder Instanz-UID: Dateien wählen, die Microcalc geschrieben hat.</translation>
    </message>
    <message>
      <source>{host}:{port} is no address of a DICOM node: give a host and a port from 1 to 65535.</source>
      <translation>{host}:{port} ist keine Adresse eines DICOM-Knotens: einen Rechner und einen Port von 1 bis 65535 angeben.</translation>
    </message>
    <message>
      <source>{text} is no DICOM node: write TITLE@HOST:PORT, for example ORTHANC@localhost:4242.</source>
      <translation>{text} ist kein DICOM-Knoten: TITEL@RECHNER:PORT schreiben, zum Beispiel ORTHANC@localhost:4242.</translation>
    </message>
    <message>
      <source>{peer} does not answer to C-ECHO{status}: ask its administrator to allow {our_title}.</source>
      <translation>{peer} antwortet nicht auf C-ECHO{status}: beim Administrator {our_title} freigeben lassen.</translation>
    </message>
    <message>
      <source>sending {name}</source>
      <translation>{name} wird gesendet</translation>
    </message>
    <message>
      <source>Sending and receiving need the package pynetdicom: pip install pynetdicom (in Slicer's Python too).</source>
      <translation>Senden und Empfangen brauchen das Paket pynetdicom: pip install pynetdicom (auch im Python von Slicer).</translation>
    </message>
    <message>
      <source>The host {host} is not known here: check its name, or give its address.</source>
      <translation>Der Rechner {host} ist hier nicht bekannt: den Namen prüfen oder die Adresse angeben.</translation>
    </message>
    <message>
      <source>{name} could not be sent to {peer} as it takes it ({name2}): export it uncompressed, in explicit little endian.</source>
      <translation>{name} konnte nicht so an {peer} gesendet werden, wie er es nimmt ({name2}): unkomprimiert exportieren, in Explicit Little Endian.</translation>
    </message>
    <message>
      <source>{peer} takes {name} only uncompressed, and {name2} cannot be decompressed here: export it uncompressed.</source>
      <translation>{peer} nimmt {name} nur unkomprimiert, und {name2} lässt sich hier nicht dekomprimieren: unkomprimiert exportieren.</translation>
    </message>
    <message>
      <source>{path} cannot be opened ({value}): check the path and its permissions.</source>
      <translation>{path} lässt sich nicht öffnen ({value}): Pfad und Zugriffsrechte prüfen.</translation>
    </message>
    <message>
      <source>{name} is no DICOM file that could be sent ({error}): choose those that Microcalc wrote.</source>
      <translation>{name} ist keine DICOM-Datei, die gesendet werden könnte ({error}): Dateien wählen, die Microcalc geschrieben hat.</translation>
    </message>
    <message>
      <source>The certificates for TLS cannot be used ({value}): give PEM files.</source>
      <translation>Die Zertifikate für TLS sind nicht verwendbar ({value}): PEM-Dateien angeben.</translation>
    </message>
    <message>
      <source>{title} is no application entity title: use 1 to 16 plain characters.</source>
      <translation>{title} ist kein Application Entity Title: 1 bis 16 einfache Zeichen verwenden.</translation>
    </message>
    <message>
      <source>{error} Arrived before: {number} of {objects} files.</source>
      <translation>{error} Vorher angekommen: {number} von {objects} Dateien.</translation>
    </message>
    <message>
      <source>Port {port} of {address} cannot be opened ({strerror}): choose another.</source>
      <translation>Port {port} von {address} lässt sich nicht öffnen ({strerror}): einen anderen wählen.</translation>
    </message>
    <message>
      <source>Calcifications edited by hand: {texts}.</source>
      <translation>Von Hand bearbeitete Verkalkungen: {texts}.</translation>
    </message>
    <message>
      <source>The stored edits of the calcifications cannot be read ({error}): detect again.</source>
      <translation>Die gespeicherten Änderungen an den Verkalkungen sind nicht lesbar ({error}): erneut suchen.</translation>
    </message>
    <message>
      <source>You may not write into {folder}: choose another folder.</source>
      <translation>In {folder} darf nicht geschrieben werden: einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Cannot write {name} into {parent} ({strerror}): choose a folder that you may write to.</source>
      <translation>{name} kann nicht in {parent} geschrieben werden ({strerror}): einen Ordner mit Schreibrecht wählen.</translation>
    </message>
    <message>
      <source>Cannot write {path} ({cause}): free some disk space or choose another folder.</source>
      <translation>{path} lässt sich nicht schreiben ({cause}): Platz auf dem Datenträger schaffen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Cannot make the folder {folder} ({strerror}): choose another.</source>
      <translation>Der Ordner {folder} kann nicht angelegt werden ({strerror}): einen anderen wählen.</translation>
    </message>
    <message>
      <source>This is not a findings file of schema {read_schemas}: choose a file that Microcalc wrote.</source>
      <translation>Dies ist keine Befunddatei nach Schema {read_schemas}: eine Datei wählen, die Microcalc geschrieben hat.</translation>
    </message>
    <message>
      <source>The findings file is incomplete or damaged ({error}): write it again with Microcalc.</source>
      <translation>Die Befunddatei ist unvollständig oder beschädigt ({error}): sie mit Microcalc neu schreiben.</translation>
    </message>
    <message>
      <source>A calcification has no finite position: its distribution cannot be told.</source>
      <translation>Eine Verkalkung hat keine endliche Lage: ihre Verteilung ist nicht bestimmbar.</translation>
    </message>
    <message>
      <source>A breast of {breast_area_mm2} mm² has no area: the distribution in it cannot be told.</source>
      <translation>Eine Brust von {breast_area_mm2} mm² hat keine Fläche: die Verteilung darin ist nicht bestimmbar.</translation>
    </message>
    <message>
      <source>A regression on {features} measures has as many means, scales and weights: state all of them, or none.</source>
      <translation>Eine Regression auf {features} Maßen hat ebenso viele Mittelwerte, Skalen und Gewichte: alle angeben oder keine.</translation>
    </message>
    <message>
      <source>Naming calcifications</source>
      <translation>Verkalkungen werden benannt</translation>
    </message>
    <message>
      <source>At {value} mm amorphous and fine linear calcifications cannot be told from others: they are called not determined. Use the original image where there is one.</source>
      <translation>Bei {value} mm sind amorphe und fein lineare Verkalkungen nicht von anderen zu unterscheiden: sie heißen nicht bestimmt. Wo es die Originalaufnahme gibt, diese verwenden.</translation>
    </message>
    <message>
      <source>{word} is no distribution of calcifications: use {value}.</source>
      <translation>{word} ist keine Verteilung von Verkalkungen: {value} verwenden.</translation>
    </message>
    <message>
      <source>Two broken parallel lines, or a row of beads, along the walls of a curved, branching vessel 1 to 4 mm wide. Early ones are short rows of dots on one side. Fine linear ones are thinner, not paired, and lie in no tube of soft tissue.</source>
      <translation>Zwei unterbrochene parallele Linien oder eine Perlenreihe entlang der Wände eines gekrümmten, verzweigten Gefäßes von 1 bis 4 mm Breite. Frühe sind kurze Punktreihen auf einer Seite. Fein lineare sind dünner, nicht paarig und liegen in keinem Weichteilschlauch.</translation>
    </message>
    <message>
      <source>Very dense and lobulated, often inside an oval mass: a fibroadenoma that shrinks. It starts as a few irregular pieces at the mass's rim. Coarse heterogeneous ones are smaller and many, without a mass.</source>
      <translation>Sehr dicht und gelappt, oft in einem ovalen Herd: ein schrumpfendes Fibroadenom. Beginnt als wenige unregelmäßige Stücke am Rand des Herdes. Grob heterogene sind kleiner und zahlreich, ohne Herd.</translation>
    </message>
    <message>
      <source>Smooth, dense rods, 0.5 to 2 mm thick, straight or slightly bent, now and then hollow or branching, along ducts towards the nipple and mostly in both breasts. Fine linear ones are thinner than 0.5 mm and broken.</source>
      <translation>Glatte, dichte Stäbchen, 0.5 bis 2 mm dick, gerade oder leicht gebogen, gelegentlich hohl oder verzweigt, entlang der Gänge zur Mamille hin und meist in beiden Brüsten. Fein lineare sind dünner als 0.5 mm und unterbrochen.</translation>
    </message>
    <message>
      <source>Smooth and round, 0.5 to 1 mm; below 0.5 mm they are called punctate. Scattered or few. A tight group of punctate ones that is new, or on the side of a cancer, is still to be looked at.</source>
      <translation>Glatt und rund, 0.5 bis 1 mm; unter 0.5 mm heißen sie punktförmig. Verstreut oder wenige. Eine neue dichte Gruppe punktförmiger, oder eine auf der Seite eines Karzinoms, ist dennoch abzuklären.</translation>
    </message>
    <message>
      <source>A ring or shell, its wall 0.1 to 1 mm, around a lucent centre: an oil cyst, fat necrosis, or debris in a duct.</source>
      <translation>Ein Ring oder eine Schale mit 0.1 bis 1 mm Wand um ein helles Zentrum: Ölzyste, Fettnekrose oder Zelldetritus in einem Gang.</translation>
    </message>
    <message>
      <source>Coarse, irregular plates, mostly above 1 mm and with lucent centres, near a scar or after radiation. Coarse heterogeneous ones are smaller and lie in a group, without a scar.</source>
      <translation>Grobe, unregelmäßige Platten, meist über 1 mm und mit hellem Zentrum, nahe einer Narbe oder nach Bestrahlung. Grob heterogene sind kleiner und liegen in einer Gruppe, ohne Narbe.</translation>
    </message>
    <message>
      <source>Calcium that settles in cysts: round and hazy from above (CC), a crescent or a level from the side (ML, MLO). In a CC view alone it looks like an amorphous one: compare the other view.</source>
      <translation>Kalk, der sich in Zysten absetzt: von oben (CC) rund und unscharf, von der Seite (ML, MLO) sichelförmig oder mit Spiegel. In CC allein sieht er amorph aus: mit der anderen Projektion vergleichen.</translation>
    </message>
    <message>
      <source>Curved lines or tubes, 0.3 to 1 mm thick, with knots, along a scar.</source>
      <translation>Gekrümmte Linien oder Röhren, 0.3 bis 1 mm dick, mit Knoten, entlang einer Narbe.</translation>
    </message>
    <message>
      <source>Lucent-centred and polygonal, in tight groups near the border, the fold, the areola or the axilla, at the same place in both views. A view along the skin proves it. Otherwise it may be a group of round ones inside.</source>
      <translation>Polygonal mit hellem Zentrum, in dichten Gruppen nahe Rand, Umschlagfalte, Areola oder Axilla, in beiden Projektionen an derselben Stelle. Eine tangentiale Aufnahme beweist es. Sonst kann es eine Gruppe runder im Inneren sein.</translation>
    </message>
    <message>
      <source>Like powder: each too small or too hazy for a shape.</source>
      <translation>Wie Puder: jede zu klein oder zu unscharf für eine Form.</translation>
    </message>
    <message>
      <source>Irregular and conspicuous, of varied size, with a tendency to run together; smaller than dystrophic ones.</source>
      <translation>Unregelmäßig und auffällig, verschieden groß, mit Neigung zum Zusammenfließen; kleiner als dystrophe.</translation>
    </message>
    <message>
      <source>Irregular, each of another shape, size and density, like crushed stone.</source>
      <translation>Unregelmäßig, jede von anderer Form, Größe und Dichte, wie Splitt.</translation>
    </message>
    <message>
      <source>Thin and irregular lines, below 0.5 mm wide, broken, with branches at angles: they fill a duct.</source>
      <translation>Dünne, unregelmäßige Linien unter 0.5 mm Breite, unterbrochen, mit winkligen Ästen: sie füllen einen Gang.</translation>
    </message>
    <message>
      <source>Throughout the breast.</source>
      <translation>In der ganzen Brust.</translation>
    </message>
    <message>
      <source>Over more than 2 cm, not along a duct.</source>
      <translation>Über mehr als 2 cm, nicht entlang eines Gangs.</translation>
    </message>
    <message>
      <source>At least 5 within 1 cm, in a place of at most 2 cm.</source>
      <translation>Mindestens 5 innerhalb von 1 cm, auf höchstens 2 cm.</translation>
    </message>
    <message>
      <source>In a line, as in a duct.</source>
      <translation>In einer Linie, wie in einem Gang.</translation>
    </message>
    <message>
      <source>A wedge with its tip towards the nipple: a duct and its branches.</source>
      <translation>Ein Keil mit der Spitze zur Mamille: ein Gang und seine Äste.</translation>
    </message>
    <message>
      <source>{word} may mean {value}: use one of these words.</source>
      <translation>{word} kann {value} bedeuten: eines dieser Wörter verwenden.</translation>
    </message>
    <message>
      <source>{word} is no kind of calcification: use {value}.</source>
      <translation>{word} ist keine Art von Verkalkung: {value} verwenden.</translation>
    </message>
    <message>
      <source>A mammogram is one 2-D float32 image, this is {ndim}-D {dtype}: choose a single grey-scale image.</source>
      <translation>Ein Mammogramm ist ein 2-D-Bild in float32, dieses ist {ndim}-D {dtype}: ein einzelnes Graustufenbild wählen.</translation>
    </message>
    <message>
      <source>The image has no pixels: choose another file.</source>
      <translation>Die Aufnahme hat keine Bildpunkte: eine andere Datei wählen.</translation>
    </message>
    <message>
      <source>The image contains values that are not numbers (NaN or infinite): export it again without them.</source>
      <translation>Die Aufnahme enthält Werte, die keine Zahlen sind (NaN oder unendlich): ohne sie neu exportieren.</translation>
    </message>
    <message>
      <source>Pixel values {low} to {high} lie outside the full scale: give the image's full scale.</source>
      <translation>Pixelwerte von {low} bis {high} liegen außerhalb des Vollausschlags: den Vollausschlag der Aufnahme angeben.</translation>
    </message>
    <message>
      <source>All pixels have the same value, there is no breast to look at: choose another image.</source>
      <translation>Alle Bildpunkte haben denselben Wert, es gibt keine Brust zu sehen: eine andere Aufnahme wählen.</translation>
    </message>
    <message>
      <source>A pixel spacing of the plane {spacing_plane} is unknown: it is that of the detector, the breast or the film.</source>
      <translation>Ein Pixelabstand der Ebene {spacing_plane} ist unbekannt: es ist die des Detektors, der Brust oder des Films.</translation>
    </message>
    <message>
      <source>A pixel spacing of {value} mm is not that of a mammogram ({smallest_spacing_mm} to {largest_spacing_mm} mm): give the true spacing in mm.</source>
      <translation>Ein Pixelabstand von {value} mm passt zu keinem Mammogramm ({smallest_spacing_mm} bis {largest_spacing_mm} mm): den wahren Abstand in mm angeben.</translation>
    </message>
    <message>
      <source>letters, digits, '.', '-' and '_', 64 at most, a letter or digit first</source>
      <translation>Buchstaben, Ziffern, '.', '-' und '_', höchstens 64, zuerst ein Buchstabe oder eine Ziffer</translation>
    </message>
    <message>
      <source>No {catalog} in {str}: install Microcalc again, or set {environment_variable} to its models.</source>
      <translation>Kein {catalog} in {str}: Microcalc neu installieren oder {environment_variable} auf seine Modelle setzen.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({value}): check its permissions.</source>
      <translation>{path} ist nicht lesbar ({value}): die Zugriffsrechte prüfen.</translation>
    </message>
    <message>
      <source>Model {name} is made for method {metadata}, not for {method}: choose another model or method.</source>
      <translation>Modell {name} ist für das Verfahren {metadata} gemacht, nicht für {method}: ein anderes Modell oder Verfahren wählen.</translation>
    </message>
    <message>
      <source>Model {name} has no {as_posix}: get the model again.</source>
      <translation>Modell {name} hat kein {as_posix}: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>{weights} was altered or is damaged (its SHA-256 is not that of the catalogue): install the model again.</source>
      <translation>{weights} wurde verändert oder ist beschädigt (der SHA-256 ist nicht der des Katalogs): Modell neu installieren.</translation>
    </message>
    <message>
      <source>There is no model folder {choice}: give the name of a model or an existing folder.</source>
      <translation>Es gibt keinen Modellordner {choice}: den Namen eines Modells oder einen vorhandenen Ordner angeben.</translation>
    </message>
    <message>
      <source>The catalogue has no model for method {method}: give the folder of one.</source>
      <translation>Der Katalog hat kein Modell für das Verfahren {method}: den Ordner eines Modells angeben.</translation>
    </message>
    <message>
      <source>There is no model {choice} for {method} (there is: {known}): give one of these names, or the folder of a bundle.</source>
      <translation>Es gibt kein Modell {choice} für {method} (vorhanden: {known}): einen dieser Namen oder den Ordner eines Bundles angeben.</translation>
    </message>
    <message>
      <source>{path} has no section {section}: this bundle was not made for Microcalc, choose another.</source>
      <translation>{path} hat keinen Abschnitt {section}: dieses Bundle ist nicht für Microcalc gemacht, ein anderes wählen.</translation>
    </message>
    <message>
      <source>{path} lacks {missing} in its section {section}: export the bundle again.</source>
      <translation>{path} fehlt {missing} im Abschnitt {section}: das Bundle neu exportieren.</translation>
    </message>
    <message>
      <source>{path} has the unknown key {unknown} in its section {section}: update Microcalc, or export the bundle again.</source>
      <translation>{path} hat den unbekannten Schlüssel {unknown} im Abschnitt {section}: Microcalc aktualisieren oder das Bundle neu exportieren.</translation>
    </message>
    <message>
      <source>{path} states a spacing that is no number: export the bundle again.</source>
      <translation>{path} nennt einen Pixelabstand, der keine Zahl ist: das Bundle neu exportieren.</translation>
    </message>
    <message>
      <source>The operating points of {path} are not thresholds from 0 to 1 by name: export the bundle again.</source>
      <translation>Die Arbeitspunkte von {path} sind keine benannten Schwellen von 0 bis 1: das Bundle neu exportieren.</translation>
    </message>
    <message>
      <source>The notices of {path} are not a list of sentences: export the bundle again.</source>
      <translation>Die Hinweise von {path} sind keine Liste von Sätzen: das Bundle neu exportieren.</translation>
    </message>
    <message>
      <source>The operating curve of {path} is not a list of figures by name: export the bundle again.</source>
      <translation>Die Kurve von {path} ist keine Liste benannter Zahlen: das Bundle neu exportieren.</translation>
    </message>
    <message>
      <source>{what} names the model {name}, which is no name of a model ({rule}): give it another.</source>
      <translation>{what} nennt das Modell {name}, was kein Name eines Modells ist ({rule}): einen anderen geben.</translation>
    </message>
    <message>
      <source>{path} unpacks to {value} MB, which no weights do: get the model from a source you trust.</source>
      <translation>{path} entpackt sich zu {value} MB, was keine Gewichte tun: das Modell aus vertrauenswürdiger Quelle beschaffen.</translation>
    </message>
    <message>
      <source>{path} does not hold a JSON object: get the model again.</source>
      <translation>{path} enthält kein JSON-Objekt: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>{path} holds something other than tensors by name: save the network's state_dict() as it is.</source>
      <translation>{path} enthält anderes als benannte Tensoren: das state_dict() des Netzes unverändert speichern.</translation>
    </message>
    <message>
      <source>{path} holds weights that are not numbers (NaN or infinite): get the model again, or train it with a lower learning rate.</source>
      <translation>{path} enthält Gewichte, die keine Zahlen sind (NaN oder unendlich): das Modell neu beschaffen oder mit kleinerer Lernrate trainieren.</translation>
    </message>
    <message>
      <source>{path} was altered or is damaged (its SHA-256 is not that of the catalogue): install the model again.</source>
      <translation>{path} wurde verändert oder ist beschädigt (der SHA-256 ist nicht der des Katalogs): Modell neu installieren.</translation>
    </message>
    <message>
      <source>{path} has the unknown key {unknown}: correct it, or update Microcalc.</source>
      <translation>{path} hat den unbekannten Schlüssel {unknown}: korrigieren oder Microcalc aktualisieren.</translation>
    </message>
    <message>
      <source>{path} is larger than any model ({value} GB): get the model again.</source>
      <translation>{path} ist größer als jedes Modell ({value} GB): Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>{path} is damaged ({error}): get the model again.</source>
      <translation>{path} ist beschädigt ({error}): Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>{path} is missing: get the model again.</source>
      <translation>{path} fehlt: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({error}): get the model again.</source>
      <translation>{path} ist nicht lesbar ({error}): Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>{path} is not a plain state dict and was not loaded, it might run code: get the model again.</source>
      <translation>{path} ist kein einfaches state_dict und wurde nicht geladen, es könnte Code ausführen: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>{path} is missing: install the model again.</source>
      <translation>{path} fehlt: Modell neu installieren.</translation>
    </message>
    <message>
      <source>An entry of {path} is incomplete ({error}): install Microcalc again.</source>
      <translation>Ein Eintrag von {path} ist unvollständig ({error}): Microcalc neu installieren.</translation>
    </message>
    <message>
      <source>Looking for bright spots</source>
      <translation>Helle Flecken werden gesucht</translation>
    </message>
    <message>
      <source>Patches of {patch_px} px cannot be halved twice: give a multiple of 4, usually 500.</source>
      <translation>Ausschnitte von {patch_px} px lassen sich nicht zweimal halbieren: ein Vielfaches von 4 angeben, üblich ist 500.</translation>
    </message>
    <message>
      <source>An extended maximum of {extended_maximum} lies outside 1 to 255: give one of them, usually 5.</source>
      <translation>Ein erweitertes Maximum von {extended_maximum} liegt außerhalb von 1 bis 255: einen Wert daraus angeben, üblich ist 5.</translation>
    </message>
    <message>
      <source>numba is needed for the morphological method and cannot be imported ({error}): pip install numba.</source>
      <translation>numba wird für das morphologische Verfahren gebraucht und lässt sich nicht importieren ({error}): pip install numba.</translation>
    </message>
    <message>
      <source>Model {model} has no ONNX file, so it needs PyTorch, which is not installed: install PyTorch (in Slicer the PyTorch extension), or choose another model.</source>
      <translation>Modell {model} hat keine ONNX-Datei und braucht daher PyTorch, das nicht installiert ist: PyTorch installieren (in Slicer die Erweiterung PyTorch) oder ein anderes Modell wählen.</translation>
    </message>
    <message>
      <source>{device} is no device: use auto, cpu or cuda.</source>
      <translation>{device} ist kein Gerät: auto, cpu oder cuda verwenden.</translation>
    </message>
    <message>
      <source>No CUDA GPU can be used here: choose the device cpu or auto, or install a CUDA build of PyTorch.</source>
      <translation>Hier ist keine CUDA-Grafikkarte verwendbar: das Gerät cpu oder auto wählen oder PyTorch mit CUDA installieren.</translation>
    </message>
    <message>
      <source>Model {model} has no ONNX file of its network {name}, but of others: export the bundle again.</source>
      <translation>Modell {model} hat keine ONNX-Datei seines Netzes {name}, aber von anderen: das Bundle neu exportieren.</translation>
    </message>
    <message>
      <source>The ONNX file of model {model} ({name}) was written from another network or other weights: export the bundle again.</source>
      <translation>Die ONNX-Datei von Modell {model} ({name}) stammt von einem anderen Netz oder anderen Gewichten: das Bundle neu exportieren.</translation>
    </message>
    <message>
      <source>ONNX Runtime {version} is too old: pip install "onnxruntime&gt;={oldest}".</source>
      <translation>ONNX Runtime {version} ist zu alt: pip install "onnxruntime&gt;={oldest}".</translation>
    </message>
    <message>
      <source>CUDA needs PyTorch, which cannot be imported ({error}): install it (in Slicer the PyTorch extension), or choose the device cpu.</source>
      <translation>CUDA braucht PyTorch, das sich nicht importieren lässt ({error}): installieren (in Slicer die Erweiterung PyTorch) oder das Gerät cpu wählen.</translation>
    </message>
    <message>
      <source>The ONNX file of model {model} ({name}) cannot be read ({error}): get the model again.</source>
      <translation>Die ONNX-Datei von Modell {model} ({name}) ist nicht lesbar ({error}): Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>ONNX Runtime is needed and cannot be imported ({error}): pip install onnxruntime.</source>
      <translation>ONNX Runtime wird gebraucht und lässt sich nicht importieren ({error}): pip install onnxruntime.</translation>
    </message>
    <message>
      <source>{name} does not hold Inception-v4 weights in the layout of timm or Cadene: give such a file.</source>
      <translation>{name} enthält keine Gewichte von Inception-v4 im Aufbau von timm oder Cadene: eine solche Datei angeben.</translation>
    </message>
    <message>
      <source>{name} holds Inception-v4 of another width than this network: leave its channels undivided, or take no ImageNet weights.</source>
      <translation>{name} enthält Inception-v4 anderer Breite als dieses Netz: die Kanäle ungeteilt lassen oder keine ImageNet-Gewichte nehmen.</translation>
    </message>
    <message>
      <source>Model {name} does not say what its training range was: get the model again.</source>
      <translation>Modell {name} nennt seinen Trainingsbereich nicht: Modell neu beschaffen.</translation>
    </message>
    <message>
      <source>holds {held}, not {wanted}</source>
      <translation>enthält {held}, nicht {wanted}</translation>
    </message>
    <message>
      <source>does not hold all weights of {wanted}</source>
      <translation>enthält nicht alle Gewichte von {wanted}</translation>
    </message>
    <message>
      <source>{name} is no residual network: use one of {stages}.</source>
      <translation>{name} ist kein Residualnetz: eines von {stages} verwenden.</translation>
    </message>
    <message>
      <source>{name} {cause}: give ImageNet weights of {wanted} in torchvision's layout.</source>
      <translation>{name} {cause}: ImageNet-Gewichte von {wanted} im Aufbau von torchvision angeben.</translation>
    </message>
    <message>
      <source>{padding} is no padding: use {paddings}.</source>
      <translation>{padding} ist keine Randbehandlung: {paddings} verwenden.</translation>
    </message>
    <message>
      <source>A patch of {size_px} px is too small for six convolutions with {padding} padding: use a larger one or same padding.</source>
      <translation>Ein Ausschnitt von {size_px} px ist zu klein für sechs Faltungen mit der Randbehandlung {padding}: einen größeren oder same verwenden.</translation>
    </message>
    <message>
      <source>The nipple's place is no (row, column): give two numbers in pixels.</source>
      <translation>Der Ort der Mamille ist keine (Zeile, Spalte): zwei Zahlen in Pixeln angeben.</translation>
    </message>
    <message>
      <source>The nipple was put outside the image: put it on the breast.</source>
      <translation>Die Mamille wurde außerhalb der Aufnahme gesetzt: auf die Brust setzen.</translation>
    </message>
    <message>
      <source>The nipple was put more than {outside_mm} mm outside the breast: put it on the breast or its skin.</source>
      <translation>Die Mamille wurde mehr als {outside_mm} mm außerhalb der Brust gesetzt: auf die Brust oder ihre Haut setzen.</translation>
    </message>
    <message>
      <source>This image shows two breasts, so that one nipple would be wrong for one of them: use an image of one breast.</source>
      <translation>Diese Aufnahme zeigt zwei Brüste, sodass eine Mamille für eine davon falsch wäre: eine Aufnahme einer Brust verwenden.</translation>
    </message>
    <message>
      <source>The notices of the file are no list: detect again.</source>
      <translation>Die Hinweise der Datei sind keine Liste: erneut suchen.</translation>
    </message>
    <message>
      <source>A notice of the file has no text: detect again.</source>
      <translation>Ein Hinweis der Datei hat keinen Text: erneut suchen.</translation>
    </message>
    <message>
      <source>{scope} is no scope of a notice: use {scopes}.</source>
      <translation>{scope} ist kein Geltungsbereich eines Hinweises: {scopes} verwenden.</translation>
    </message>
    <message>
      <source>{by} orders nothing: use {by2}.</source>
      <translation>{by} ordnet nichts: {by2} verwenden.</translation>
    </message>
    <message>
      <source>{choice} is no operating point: use {named} or a number from 0 to 1.</source>
      <translation>{choice} ist kein Arbeitspunkt: {named} oder eine Zahl von 0 bis 1 verwenden.</translation>
    </message>
    <message>
      <source>The file is damaged (a storage has another size than stated): get the file again.</source>
      <translation>Die Datei ist beschädigt (ein Speicherblock hat eine andere Größe als angegeben): Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>A tensor of the file is larger than its storage: get the file again.</source>
      <translation>Ein Tensor der Datei ist größer als sein Speicherblock: Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>{name} holds a model within itself: get the file again.</source>
      <translation>{name} enthält ein Modell in sich selbst: Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>{name} is no saved PyTorch model that can be read ({name2}: {error}): get the file again.</source>
      <translation>{name} ist kein lesbares gespeichertes PyTorch-Modell ({name2}: {error}): Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>{name} is no file that PyTorch saved: get the file again.</source>
      <translation>{name} ist keine von PyTorch gespeicherte Datei: Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>{name} was saved on a big-endian machine: save its state dict on another one.</source>
      <translation>{name} wurde auf einem Big-Endian-Rechner gespeichert: das state_dict auf einem anderen speichern.</translation>
    </message>
    <message>
      <source>{name} is no file that PyTorch saved: give the authors' checkpoint, or a state dict.</source>
      <translation>{name} ist keine von PyTorch gespeicherte Datei: den Checkpoint der Autoren oder ein state_dict angeben.</translation>
    </message>
    <message>
      <source>The file is damaged ({error}): get the file again.</source>
      <translation>Die Datei ist beschädigt ({error}): Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>{name} states more numbers than it holds: get the file again.</source>
      <translation>{name} nennt mehr Zahlen, als es enthält: Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>{name} is damaged (a storage has another size than stated): get the file again.</source>
      <translation>{name} ist beschädigt (ein Speicherblock hat eine andere Größe als angegeben): Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>The file asks for {module}.{name}, which no network needs that Microcalc imports: it might run code, get another.</source>
      <translation>Die Datei verlangt {module}.{name}, was kein Netz braucht, das Microcalc importiert: sie könnte Code ausführen, eine andere beschaffen.</translation>
    </message>
    <message>
      <source>The file refers to something other than tensors and was not loaded: get the file again.</source>
      <translation>Die Datei verweist auf anderes als Tensoren und wurde nicht geladen: Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>The file is damaged (its pickle remembers more than it holds): get the file again.</source>
      <translation>Die Datei ist beschädigt (ihr Pickle merkt sich mehr, als es enthält): Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>Cancelled: nothing was changed.</source>
      <translation>Abgebrochen: nichts wurde geändert.</translation>
    </message>
    <message>
      <source>{path} is a pipe or a device, no file: save the image into a file first.</source>
      <translation>{path} ist eine Pipe oder ein Gerät, keine Datei: die Aufnahme zuerst in eine Datei speichern.</translation>
    </message>
    <message>
      <source>{path} is a link to a file that does not exist: give the file itself.</source>
      <translation>{path} ist eine Verknüpfung zu einer Datei, die es nicht gibt: die Datei selbst angeben.</translation>
    </message>
    <message>
      <source>{path} does not exist: check the path.</source>
      <translation>{path} gibt es nicht: den Pfad prüfen.</translation>
    </message>
    <message>
      <source>{name} is empty: copy or export it again.</source>
      <translation>{name} ist leer: erneut kopieren oder exportieren.</translation>
    </message>
    <message>
      <source>{path} is a folder: choose one image, or use microcalc batch for a folder.</source>
      <translation>{path} ist ein Ordner: eine Aufnahme wählen, oder microcalc batch für einen Ordner verwenden.</translation>
    </message>
    <message>
      <source>{name} contradicts itself: its header states {bits} signed bits a pixel (Bits Stored), but the values run from {low} to {high}. Export it again, or give the full scale, the stored value that means white.</source>
      <translation>{name} widerspricht sich: der Header nennt {bits} Bits mit Vorzeichen je Pixel (Bits Stored), aber die Werte reichen von {low} bis {high}. Neu exportieren oder den Vollausschlag angeben, den gespeicherten Wert für Weiß.</translation>
    </message>
    <message>
      <source>{name} contradicts itself: its header states {bits} bits a pixel (Bits Stored), but the values run from {low} to {high}. Export it again, or give the full scale, the stored value that means white.</source>
      <translation>{name} widerspricht sich: der Header nennt {bits} Bits je Pixel (Bits Stored), aber die Werte reichen von {low} bis {high}. Neu exportieren oder den Vollausschlag angeben, den gespeicherten Wert für Weiß.</translation>
    </message>
    <message>
      <source>{name} contradicts itself: its header calls the values {stated} (Pixel Representation), but they are {found} ones. Export it again.</source>
      <translation>{name} widerspricht sich: nach dem Header sind die Werte {stated} (Pixel Representation), sie sind aber {found}. Die Datei neu exportieren.</translation>
    </message>
    <message>
      <source>The values look as if they were {words}, not {words2} as the header says (Pixel Representation): the picture may be torn.</source>
      <translation>Die Werte sehen aus, als wären sie {words}, nicht {words2}, wie der Header sagt (Pixel Representation): das Bild ist womöglich zerrissen.</translation>
    </message>
    <message>
      <source>{outside} marks of the report lie outside the image and were left out: the report may be about the image in another size.</source>
      <translation>{outside} Markierungen des Berichts liegen außerhalb der Aufnahme und wurden ausgelassen: vielleicht gilt der Bericht der Aufnahme in anderer Größe.</translation>
    </message>
    <message>
      <source>Read from a report of {value}.</source>
      <translation>Gelesen aus einem Bericht von {value}.</translation>
    </message>
    <message>
      <source>A mark of the report lies outside the image and was left out: the report may be about the image in another size.</source>
      <translation>Eine Markierung des Berichts liegt außerhalb der Aufnahme und wurde ausgelassen: vielleicht gilt der Bericht der Aufnahme in anderer Größe.</translation>
    </message>
    <message>
      <source>{name} is a structured report without marks on an image ({title}): choose a CAD SR file.</source>
      <translation>{name} ist ein strukturierter Bericht ohne Markierungen auf einer Aufnahme ({title}): eine CAD-SR-Datei wählen.</translation>
    </message>
    <message>
      <source>{name} has a content tree that cannot be followed ({error}): export the report again.</source>
      <translation>{name} hat einen Inhaltsbaum, dem sich nicht folgen lässt ({error}): den Bericht neu exportieren.</translation>
    </message>
    <message>
      <source>A finding ({name}) has no coordinates on an image and was left out.</source>
      <translation>Ein Befund ({name}) hat keine Koordinaten auf einer Aufnahme und wurde ausgelassen.</translation>
    </message>
    <message>
      <source>A finding ({name}) does not say on which image it is and was left out.</source>
      <translation>Ein Befund ({name}) nennt seine Aufnahme nicht und wurde ausgelassen.</translation>
    </message>
    <message>
      <source>The file holds more pixels than its header states (Rows, Columns): if the picture is torn or cut, export it again.</source>
      <translation>Die Datei enthält mehr Pixel, als ihr Header angibt (Rows, Columns): ist das Bild zerrissen oder abgeschnitten, neu exportieren.</translation>
    </message>
    <message>
      <source>The compressed picture is damaged, and what is damaged may look like tissue: copy or export it again.</source>
      <translation>Das komprimierte Bild ist beschädigt, und Beschädigtes kann wie Gewebe aussehen: noch einmal kopieren oder exportieren.</translation>
    </message>
    <message>
      <source>{name} is truncated: its compressed picture has no end. Copy or export it again.</source>
      <translation>{name} ist abgeschnitten: das komprimierte Bild hat kein Ende. Noch einmal kopieren oder exportieren.</translation>
    </message>
    <message>
      <source>{name} is no structured report with content ({kind}): choose a CAD SR file.</source>
      <translation>{name} ist kein strukturierter Bericht mit Inhalt ({kind}): eine CAD-SR-Datei wählen.</translation>
    </message>
    <message>
      <source>{name} cannot be read as DICOM ({error}): copy or export it again.</source>
      <translation>{name} ist nicht als DICOM lesbar ({error}): erneut kopieren oder exportieren.</translation>
    </message>
    <message>
      <source>{name} is compressed as {name2}, which cannot be decoded here: export it uncompressed.</source>
      <translation>{name} ist als {name2} komprimiert, was sich hier nicht decodieren lässt: unkomprimiert exportieren.</translation>
    </message>
    <message>
      <source>{name} states {bitsallocated} bits allocated a pixel, which no decoder here reads: export it with 16 bits.</source>
      <translation>{name} nennt {bitsallocated} belegte Bits je Pixel, die hier kein Decoder liest: mit 16 Bits exportieren.</translation>
    </message>
    <message>
      <source>{name} is truncated: it has {there} of {needed} bytes of pixels. Copy or export it again.</source>
      <translation>{name} ist abgeschnitten: {there} von {needed} Bytes der Pixel sind da. Erneut kopieren oder exportieren.</translation>
    </message>
    <message>
      <source>{name} has no pixel data: it is truncated or only a header, export it again.</source>
      <translation>{name} hat keine Pixeldaten: abgeschnitten oder nur ein Header, neu exportieren.</translation>
    </message>
    <message>
      <source>A copy of the image for its decoder cannot be written ({error}): free some disk space for temporary files.</source>
      <translation>Eine Kopie des Bildes für den Decoder lässt sich nicht schreiben ({error}): Platz für temporäre Dateien schaffen.</translation>
    </message>
    <message>
      <source>{name} is deflated and damaged, or unpacks to more than any mammogram: export it uncompressed.</source>
      <translation>{name} ist beschädigt komprimiert (deflate) oder entpackt sich größer als jedes Mammogramm: unkomprimiert exportieren.</translation>
    </message>
    <message>
      <source>Only the voxels in the scene are known, not their file: the range of values and which grey is dense were estimated from the picture, and compression with loss, special views and implants could not be looked up.</source>
      <translation>Nur die Bildpunkte in der Szene sind bekannt, nicht ihre Datei: Wertebereich und dichtes Grau wurden aus dem Bild geschätzt; verlustbehaftete Kompression, Spezialaufnahmen und Implantate ließen sich nicht nachsehen.</translation>
    </message>
    <message>
      <source>The picture in the scene is not that of its file, so what is in the scene was analysed: the range of values and which grey is dense were estimated from the picture.</source>
      <translation>Das Bild in der Szene ist nicht das seiner Datei, daher wurde das der Szene analysiert: Wertebereich und dichtes Grau wurden aus dem Bild geschätzt.</translation>
    </message>
    <message>
      <source>The header lacks {missing}: what it would say was estimated from the picture.</source>
      <translation>Im Header fehlt {missing}: was dort stünde, wurde aus dem Bild geschätzt.</translation>
    </message>
    <message>
      <source>{name} is a damaged DICOM file ({error}): copy or export it again.</source>
      <translation>{name} ist eine beschädigte DICOM-Datei ({error}): erneut kopieren oder exportieren.</translation>
    </message>
    <message>
      <source>The image was compressed with loss: small calcifications may be blurred or false.</source>
      <translation>Die Aufnahme wurde verlustbehaftet komprimiert: kleine Verkalkungen können verwischt oder falsch sein.</translation>
    </message>
    <message>
      <source>The breast has an implant: its border can give false marks.</source>
      <translation>Die Brust hat ein Implantat: sein Rand kann falsche Markierungen ergeben.</translation>
    </message>
    <message>
      <source>This is a special view ({modifiers}): the scores were calibrated on full views.</source>
      <translation>Dies ist eine Spezialaufnahme ({modifiers}): die Scores wurden an vollständigen Aufnahmen kalibriert.</translation>
    </message>
    <message>
      <source>Text is burned into the image: letters can give false marks.</source>
      <translation>In die Aufnahme ist Text eingebrannt: Buchstaben können falsche Markierungen ergeben.</translation>
    </message>
    <message>
      <source>Only a part of the breast is in view.</source>
      <translation>Nur ein Teil der Brust ist im Bild.</translation>
    </message>
    <message>
      <source>{name} is a segmentation of a volume or of several images: choose one of a single mammogram.</source>
      <translation>{name} ist die Segmentierung eines Volumens oder mehrerer Aufnahmen: die eines einzelnen Mammogramms wählen.</translation>
    </message>
    <message>
      <source>{name} does not say to which segments its frames belong: export it again.</source>
      <translation>{name} nennt nicht, zu welchen Segmenten seine Frames gehören: neu exportieren.</translation>
    </message>
    <message>
      <source>{name} is no DICOM segmentation ({kind}): choose a file of modality SEG.</source>
      <translation>{name} ist keine DICOM-Segmentierung ({kind}): eine Datei der Modalität SEG wählen.</translation>
    </message>
    <message>
      <source>{name} cannot be read as a DICOM segmentation ({error}): copy or export it again.</source>
      <translation>{name} ist nicht als DICOM-Segmentierung lesbar ({error}): erneut kopieren oder exportieren.</translation>
    </message>
    <message>
      <source>give the stored value that means white, for example 4095.</source>
      <translation>den gespeicherten Wert für Weiß angeben, zum Beispiel 4095.</translation>
    </message>
    <message>
      <source>{name} does not say its pixel spacing: give it in mm.</source>
      <translation>{name} nennt seinen Pixelabstand nicht: in mm angeben.</translation>
    </message>
    <message>
      <source>{given} is no pixel spacing: give one number in mm.</source>
      <translation>{given} ist kein Pixelabstand: eine Zahl in mm angeben.</translation>
    </message>
    <message>
      <source>{name} states a pixel spacing that is none ({stated}): give it in mm.</source>
      <translation>{name} nennt einen Pixelabstand, der keiner ist ({stated}): ihn in mm angeben.</translation>
    </message>
    <message>
      <source>{full_scale} is no full scale: {remedy}</source>
      <translation>{full_scale} ist kein Vollausschlag: {remedy}</translation>
    </message>
    <message>
      <source>A full scale of {full_scale} is impossible: {remedy}</source>
      <translation>Ein Vollausschlag von {full_scale} ist unmöglich: {remedy}</translation>
    </message>
    <message>
      <source>{invert} is no polarity: give True where bright is thin, False where bright is dense.</source>
      <translation>{invert} ist keine Polarität: True angeben, wo hell dünn ist, False, wo hell dicht ist.</translation>
    </message>
    <message>
      <source>The picture was taken as inverted (bright background) and turned round.</source>
      <translation>Das Bild wurde als invertiert (heller Hintergrund) angesehen und umgekehrt.</translation>
    </message>
    <message>
      <source>By its header the picture would be inverted, with a bright background, so it was left as it is.</source>
      <translation>Nach dem Header wäre das Bild invertiert, mit hellem Hintergrund; es blieb daher, wie es ist.</translation>
    </message>
    <message>
      <source>The background is brighter than the breast: if the picture is inverted, read it with invert=True.</source>
      <translation>Der Hintergrund ist heller als die Brust: ist das Bild invertiert, mit invert=True lesen.</translation>
    </message>
    <message>
      <source>without loss</source>
      <translation>ohne Verlust</translation>
    </message>
    <message>
      <source>of {bits} bits</source>
      <translation>mit {bits} Bit</translation>
    </message>
    <message>
      <source>The picture is JPEG compressed with loss: small calcifications may be blurred or false.</source>
      <translation>Das Bild ist verlustbehaftet als JPEG komprimiert: kleine Verkalkungen können verwischt oder falsch sein.</translation>
    </message>
    <message>
      <source>The image is in colour: choose the grey-scale mammogram, not a screenshot or an overlay.</source>
      <translation>Die Aufnahme ist farbig: das Graustufenmammogramm wählen, keinen Bildschirmabzug und keine Überlagerung.</translation>
    </message>
    <message>
      <source>The picture has several pages: export one mammogram a file.</source>
      <translation>Das Bild hat mehrere Seiten: je Datei ein Mammogramm exportieren.</translation>
    </message>
    <message>
      <source>{name} is compressed in a way that no decoder here reads (TIFF compression {compression}): export it uncompressed.</source>
      <translation>{name} ist auf eine Weise komprimiert, die hier kein Dekoder liest (TIFF-Kompression {compression}): unkomprimiert exportieren.</translation>
    </message>
    <message>
      <source>{name} stores {bits} bits in a form that no decoder here keeps: export it as grey TIFF or PNG of 16 bits.</source>
      <translation>{name} speichert {bits} Bits in einer Form, die hier kein Decoder erhält: als graues TIFF oder PNG mit 16 Bits exportieren.</translation>
    </message>
    <message>
      <source>{name} stores {bits} bits a sample, of which decoders here keep 8: export it as grey PNG of 16 bits.</source>
      <translation>{name} speichert {bits} Bits je Wert, von denen die Decoder hier 8 erhalten: als graues PNG mit 16 Bits exportieren.</translation>
    </message>
    <message>
      <source>{name} stores numbers of {bits} bits in a form that no decoder here keeps: export it as grey TIFF or PNG of 16 bits.</source>
      <translation>{name} speichert Zahlen von {bits} Bit in einer Form, die hier kein Decoder erhält: als graues TIFF oder PNG mit 16 Bit exportieren.</translation>
    </message>
    <message>
      <source>{name} has a header that does not end within {value} KiB: it is damaged, export it again.</source>
      <translation>{name} hat einen Header, der innerhalb von {value} KiB nicht endet: beschädigt, neu exportieren.</translation>
    </message>
    <message>
      <source>{name} holds more text than its {columns} x {rows} values need: it is damaged, export it as binary PGM or PNG.</source>
      <translation>{name} enthält mehr Text, als seine {columns} x {rows} Werte brauchen: beschädigt, als binäres PGM oder PNG exportieren.</translation>
    </message>
    <message>
      <source>The picture has {n_frames} pages: export one mammogram a file.</source>
      <translation>Das Bild hat {n_frames} Seiten: je Datei ein Mammogramm exportieren.</translation>
    </message>
    <message>
      <source>{name} has more pixels than any mammogram: choose a single mammogram.</source>
      <translation>{name} hat mehr Bildpunkte als jedes Mammogramm: ein einzelnes Mammogramm wählen.</translation>
    </message>
    <message>
      <source>{name} states fewer than two dimensions: it is damaged, export it again.</source>
      <translation>{name} nennt weniger als zwei Dimensionen: beschädigt, neu exportieren.</translation>
    </message>
    <message>
      <source>{name} has {size} slices: choose a single projection mammogram, not a volume or tomosynthesis.</source>
      <translation>{name} hat {size} Schichten: ein einzelnes Projektionsmammogramm wählen, kein Volumen und keine Tomosynthese.</translation>
    </message>
    <message>
      <source>{name} cannot be opened: it is damaged, export it again.</source>
      <translation>{name} lässt sich nicht öffnen: beschädigt, neu exportieren.</translation>
    </message>
    <message>
      <source>{name} has comments among its values: export it as binary PGM or PNG.</source>
      <translation>{name} hat Kommentare zwischen den Werten: als binäres PGM oder PNG exportieren.</translation>
    </message>
    <message>
      <source>{name} is a JPEG {kind}, which no decoder of pictures here reads: export it as PNG or TIFF of 16 bits.</source>
      <translation>{name} ist ein JPEG {kind}, das hier kein Dekoder für Bilder liest: als PNG oder TIFF mit 16 Bit exportieren.</translation>
    </message>
    <message>
      <source>{name} is not an image that Microcalc reads: use DICOM, PNG, JPEG, TIFF, PGM, NRRD or MHA.</source>
      <translation>{name} ist kein Bild, das Microcalc liest: DICOM, PNG, JPEG, TIFF, PGM, NRRD oder MHA verwenden.</translation>
    </message>
    <message>
      <source>Pixels of the value {end}, far from all others, were taken as padding or lettering, not as image.</source>
      <translation>Bildpunkte mit dem Wert {end}, weit von allen anderen, wurden als Füllwerte oder Beschriftung angesehen, nicht als Bild.</translation>
    </message>
    <message>
      <source>{name} draws nothing on an image: choose another presentation state.</source>
      <translation>{name} zeichnet nichts auf eine Aufnahme: einen anderen Präsentationszustand wählen.</translation>
    </message>
    <message>
      <source>{name} is no presentation state ({kind}): choose a file of modality PR.</source>
      <translation>{name} ist kein Präsentationszustand ({kind}): eine Datei der Modalität PR wählen.</translation>
    </message>
    <message>
      <source>{name} cannot be read as a presentation state ({error}): copy or export it again.</source>
      <translation>{name} ist nicht als Präsentationszustand lesbar ({error}): erneut kopieren oder exportieren.</translation>
    </message>
    <message>
      <source>{unplaced} graphics have no place on an image and were left out.</source>
      <translation>{unplaced} Grafiken haben keinen Ort auf einer Aufnahme und wurden ausgelassen.</translation>
    </message>
    <message>
      <source>This is a raw image (for processing): it was brought to attenuation by a logarithm, scores were calibrated on images for presentation.</source>
      <translation>Dies ist eine Rohaufnahme (for processing): sie wurde durch einen Logarithmus zu Schwächung umgerechnet; die Scores wurden an Aufnahmen zur Präsentation kalibriert.</translation>
    </message>
    <message>
      <source>The header calls the image both for processing (SOP class) and for presentation: it was taken as raw.</source>
      <translation>Der Header nennt die Aufnahme sowohl roh (SOP-Klasse) als auch zur Präsentation: sie wurde als roh angesehen.</translation>
    </message>
    <message>
      <source>The header contradicts itself about the {what} ({listed}): {taken} was taken.</source>
      <translation>Der Header widerspricht sich bei {what} ({listed}): {taken} wurde angenommen.</translation>
    </message>
    <message>
      <source>ImagerPixelSpacing {imager}, PixelSpacing {pixel}</source>
      <translation>ImagerPixelSpacing {imager}, PixelSpacing {pixel}</translation>
    </message>
    <message>
      <source>By the pixel spacing the image is {size} x {size2} mm, but the header ({keyword}) says otherwise</source>
      <translation>Nach dem Pixelabstand ist die Aufnahme {size} x {size2} mm groß, aber der Header ({keyword}) sagt anderes</translation>
    </message>
    <message>
      <source>The view is magnified, but the header does not say how much: sizes in the breast are smaller than those stated.</source>
      <translation>Die Aufnahme ist vergrößert, der Header sagt aber nicht, wie stark: in der Brust sind die Größen kleiner als die genannten.</translation>
    </message>
    <message>
      <source>The header states a magnification of {stated}, which no view has: {factor} was taken, and sizes may be wrong.</source>
      <translation>Der Header nennt eine Vergrößerung von {stated}, die keine Aufnahme hat: {factor} wurde angenommen, Größen können falsch sein.</translation>
    </message>
    <message>
      <source>The header states two pixel spacings ({stated}): the first was taken, and lengths may be wrong; give the true one then.</source>
      <translation>Der Header nennt zwei Pixelabstände ({stated}): der erste wurde genommen, Längen können falsch sein; dann den wahren angeben.</translation>
    </message>
    <message>
      <source>By the header ({aspect_element}) height and width of a pixel are as {aspect} to {aspect2}, but the spacing is {spacing}: lengths and shapes may be wrong.</source>
      <translation>Nach dem Header ({aspect_element}) verhalten sich Höhe und Breite eines Pixels wie {aspect} zu {aspect2}, der Pixelabstand ist aber {spacing}: Längen und Formen können falsch sein.</translation>
    </message>
    <message>
      <source>The view is magnified {factor} times: divide sizes by that for sizes in the breast, as the sentences do.</source>
      <translation>Die Aufnahme ist {factor}-fach vergrößert: Größen dadurch teilen, um die in der Brust zu erhalten, wie die Sätze es tun.</translation>
    </message>
    <message>
      <source>The view is magnified {factor} times; the pixel spacing is that of the breast already, so sizes are final.</source>
      <translation>Die Aufnahme ist {factor}-fach vergrößert; der Pixelabstand ist schon der in der Brust, die Größen sind also endgültig.</translation>
    </message>
    <message>
      <source>{covered}: if the image was resized, its true spacing is {value} mm and all lengths are wrong; give it then.</source>
      <translation>{covered}: wurde die Aufnahme umskaliert, ist ihr wahrer Pixelabstand {value} mm und alle Längen sind falsch; dann diesen angeben.</translation>
    </message>
    <message>
      <source>{covered}: it was cut out, or its spacing is wrong and with it all lengths.</source>
      <translation>{covered}: sie wurde ausgeschnitten, oder ihr Pixelabstand ist falsch und mit ihm alle Längen.</translation>
    </message>
    <message>
      <source>The header states a magnification of {stated}, but its distances or spacings mean {measured}: sizes may be wrong.</source>
      <translation>Der Header nennt eine Vergrößerung von {stated}, aber seine Abstände bedeuten {measured}: Größen können falsch sein.</translation>
    </message>
    <message>
      <source>a tomosynthesis</source>
      <translation>eine Tomosynthese</translation>
    </message>
    <message>
      <source>a tomosynthesis or multi-frame image</source>
      <translation>eine Tomosynthese oder ein Mehrfachbild</translation>
    </message>
    <message>
      <source>This is an image of a phantom or for quality control, not of a patient.</source>
      <translation>Dies ist eine Aufnahme eines Phantoms oder zur Qualitätssicherung, nicht einer Patientin.</translation>
    </message>
    <message>
      <source>This is a radiograph of a specimen: the scores were calibrated on whole breasts.</source>
      <translation>Dies ist eine Präparatradiographie: die Scores wurden an ganzen Brüsten kalibriert.</translation>
    </message>
    <message>
      <source>This is a synthetic view computed from tomosynthesis: calcifications in it may be blurred, exaggerated or false.</source>
      <translation>Dies ist eine aus der Tomosynthese berechnete synthetische Aufnahme: Verkalkungen darin können verwischt, übertrieben oder falsch sein.</translation>
    </message>
    <message>
      <source>This is a subtracted or recombined contrast image: calcifications in it are weakened, and what looks like them may be contrast.</source>
      <translation>Dies ist eine subtrahierte oder rekombinierte Kontrastmittelaufnahme: Verkalkungen darin sind abgeschwächt, und was so aussieht, kann Kontrastmittel sein.</translation>
    </message>
    <message>
      <source>This is the high-energy image of a contrast examination: use the low-energy image for calcifications.</source>
      <translation>Dies ist die Hochenergieaufnahme einer Kontrastmitteluntersuchung: für Verkalkungen die Niedrigenergieaufnahme verwenden.</translation>
    </message>
    <message>
      <source>This is one low-dose projection of a tomosynthesis: its noise can give false marks.</source>
      <translation>Dies ist eine einzelne Niedrigdosisprojektion einer Tomosynthese: ihr Rauschen kann falsche Markierungen ergeben.</translation>
    </message>
    <message>
      <source>This is a stereotactic view: the scores were calibrated on full views.</source>
      <translation>Dies ist eine stereotaktische Aufnahme: die Scores wurden an vollständigen Aufnahmen kalibriert.</translation>
    </message>
    <message>
      <source>The header calls this an image of another body part ({part}), with the modality of mammography.</source>
      <translation>Der Header nennt ein anderes Körperteil ({part}) bei der Modalität Mammographie.</translation>
    </message>
    <message>
      <source>The header does not say that this is a mammogram (modality {modality}, no body part, no view).</source>
      <translation>Der Header sagt nicht, dass dies ein Mammogramm ist (Modalität {modality}, kein Körperteil, keine Projektion).</translation>
    </message>
    <message>
      <source>{name} is of modality {modality}, not a mammogram: choose a DICOM file of modality MG.</source>
      <translation>{name} hat die Modalität {modality}, ist also kein Mammogramm: eine DICOM-Datei der Modalität MG wählen.</translation>
    </message>
    <message>
      <source>{name} contains no image: its header states no rows or no columns. Choose a DICOM file of modality MG.</source>
      <translation>{name} enthält kein Bild: der Header nennt keine Zeilen oder Spalten. Eine DICOM-Datei der Modalität MG wählen.</translation>
    </message>
    <message>
      <source>{name} is in colour ({photometric}): choose the grey-scale mammogram, not a screenshot.</source>
      <translation>{name} ist farbig ({photometric}): das Graustufenmammogramm wählen, keinen Bildschirmabzug.</translation>
    </message>
    <message>
      <source>{name} is an image of another body part ({part}), not a mammogram: choose a DICOM file of modality MG.</source>
      <translation>{name} zeigt ein anderes Körperteil ({part}), kein Mammogramm: eine DICOM-Datei der Modalität MG wählen.</translation>
    </message>
    <message>
      <source>{name} is a radiograph in the view {view}, which no mammogram has: choose a DICOM file of modality MG.</source>
      <translation>{name} ist eine Röntgenaufnahme in der Projektion {view}, die kein Mammogramm hat: eine DICOM-Datei der Modalität MG wählen.</translation>
    </message>
    <message>
      <source>{name} is {what} of {frames} frames: choose a 2-D projection mammogram.</source>
      <translation>{name} ist {what} mit {frames} Frames: ein 2-D-Projektionsmammogramm wählen.</translation>
    </message>
    <message>
      <source>{name} is a single slice of a tomosynthesis: choose a 2-D projection mammogram or the synthetic view.</source>
      <translation>{name} ist eine einzelne Schicht einer Tomosynthese: ein 2-D-Projektionsmammogramm oder die synthetische Aufnahme wählen.</translation>
    </message>
    <message>
      <source>{name} cannot be decoded (its TIFF directory is cut off): it is truncated or damaged, export it again.</source>
      <translation>{name} lässt sich nicht decodieren (sein TIFF-Verzeichnis ist abgeschnitten): abgeschnitten oder beschädigt, neu exportieren.</translation>
    </message>
    <message>
      <source>{name} cannot be decoded ({reason}): it is truncated or damaged, export it again.</source>
      <translation>{name} lässt sich nicht decodieren ({reason}): abgeschnitten oder beschädigt, neu exportieren.</translation>
    </message>
    <message>
      <source>{name} states a pixel spacing that no image has: correct its header, or export it again.</source>
      <translation>{name} nennt einen Pixelabstand, den keine Aufnahme hat: den Header berichtigen oder neu exportieren.</translation>
    </message>
    <message>
      <source>black</source>
      <translation>schwarz</translation>
    </message>
    <message>
      <source>of one value ({low})</source>
      <translation>von einem einzigen Wert ({low})</translation>
    </message>
    <message>
      <source>Pixel values reach {span}, more than 16 bits: give the full scale, the stored value that means white.</source>
      <translation>Pixelwerte reichen bis {span}, mehr als 16 Bits: den Vollausschlag angeben, den gespeicherten Wert für Weiß.</translation>
    </message>
    <message>
      <source>Pixel values reach {high}, above the full scale of {full_scale} that was given: give a larger full scale.</source>
      <translation>Pixelwerte reichen bis {high}, über den angegebenen Vollausschlag von {full_scale}: einen größeren angeben.</translation>
    </message>
    <message>
      <source>White is assumed to be {white}, as the values reach {high}: give the full scale if white is another value.</source>
      <translation>Als Weiß wird {white} angenommen, da die Werte bis {high} reichen: den Vollausschlag angeben, falls Weiß ein anderer Wert ist.</translation>
    </message>
    <message>
      <source>The whole image is {what}, there is no breast to look at: choose another image.</source>
      <translation>Das ganze Bild ist {what}, es gibt keine Brust zu sehen: eine andere Aufnahme wählen.</translation>
    </message>
    <message>
      <source>The image has only a few different values, like a label map or a mask: choose the mammogram itself.</source>
      <translation>Die Aufnahme hat nur wenige verschiedene Werte, wie eine Labelmap oder Maske: das Mammogramm selbst wählen.</translation>
    </message>
    <message>
      <source>The values use only {share} % of the range from {black} to {white}: give the full scale if white is another value.</source>
      <translation>Die Werte nutzen nur {share} % des Bereichs von {black} bis {white}: den Vollausschlag angeben, falls Weiß ein anderer Wert ist.</translation>
    </message>
    <message>
      <source>The values lie between {low} and {top}: they were taken as inverted ones of a smaller range.</source>
      <translation>Die Werte liegen zwischen {low} und {top}: sie wurden als invertierte Werte eines kleineren Bereichs angesehen.</translation>
    </message>
    <message>
      <source>The image has {columns} x {rows} pixels, more than any mammogram: choose a single mammogram.</source>
      <translation>Die Aufnahme hat {columns} x {rows} Bildpunkte, mehr als jedes Mammogramm: ein einzelnes Mammogramm wählen.</translation>
    </message>
    <message>
      <source>The image has only {columns} x {rows} pixels: choose a mammogram of at least {smallest_side} x {smallest_side}.</source>
      <translation>Die Aufnahme hat nur {columns} x {rows} Bildpunkte: ein Mammogramm von mindestens {smallest_side} x {smallest_side} wählen.</translation>
    </message>
    <message>
      <source>Pixels of type {dtype} are no grey values: choose a grey-scale image.</source>
      <translation>Pixel des Typs {dtype} sind keine Grauwerte: ein Graustufenbild wählen.</translation>
    </message>
    <message>
      <source>The image has {shape} slices: choose a single projection mammogram, not a volume or tomosynthesis.</source>
      <translation>Die Aufnahme hat {shape} Schichten: ein einzelnes Projektionsmammogramm wählen, kein Volumen und keine Tomosynthese.</translation>
    </message>
    <message>
      <source>The image has {ndim} dimensions: choose a single 2-D mammogram.</source>
      <translation>Die Aufnahme hat {ndim} Dimensionen: ein einzelnes 2-D-Mammogramm wählen.</translation>
    </message>
    <message>
      <source>The header of {name} does not end or names no pixels: it is damaged, export it again.</source>
      <translation>Der Header von {name} endet nicht oder nennt keine Pixel: beschädigt, neu exportieren.</translation>
    </message>
    <message>
      <source>The header of {name} names pixels in another place ({name2}): put both files into one folder, or save it as one.</source>
      <translation>Der Header von {name} nennt Pixel an anderem Ort ({name2}): beide Dateien in einen Ordner legen oder als eine speichern.</translation>
    </message>
    <message>
      <source>The header of {name} names the file {plain}, which is not beside it: put both files into one folder.</source>
      <translation>Der Header von {name} nennt die Datei {plain}, die nicht daneben liegt: beide Dateien in einen Ordner legen.</translation>
    </message>
    <message>
      <source>The segment has shape {shape} and the image {shape2}: give the segment on the image's grid.</source>
      <translation>Das Segment hat die Form {shape} und das Bild {shape2}: das Segment im Raster des Bildes angeben.</translation>
    </message>
    <message>
      <source>A grid of {target_mm} mm over this image would have {rows} x {columns} pixels, more than any mammogram: check its pixel spacing.</source>
      <translation>Ein Raster von {target_mm} mm über diese Aufnahme hätte {rows} x {columns} Bildpunkte, mehr als jedes Mammogramm: ihren Pixelabstand prüfen.</translation>
    </message>
    <message>
      <source>BI-RADS was learned from simulated lesions only: it shows how the rating works and says nothing about this patient.</source>
      <translation>BI-RADS wurde nur an simulierten Läsionen gelernt: es zeigt, wie die Bewertung arbeitet, und sagt nichts über diese Patientin.</translation>
    </message>
    <message>
      <source>Trained on simulated calcifications: scores order by suspicion, they are not probabilities of disease.</source>
      <translation>An simulierten Verkalkungen trainiert: Scores ordnen nach Verdacht, sie sind keine Krankheitswahrscheinlichkeiten.</translation>
    </message>
    <message>
      <source>Kinds are named by a network that learned from simulated calcifications: a word is a suggestion, not a reading.</source>
      <translation>Die Arten benennt ein Netz, das an simulierten Verkalkungen gelernt hat: ein Wort ist ein Vorschlag, keine Befundung.</translation>
    </message>
    <message>
      <source>Malignancy was learned from simulated calcifications only: it shows how the rating works and says nothing about this patient.</source>
      <translation>Malignität wurde nur an simulierten Verkalkungen gelernt: sie zeigt, wie die Bewertung arbeitet, und sagt nichts über diese Patientin.</translation>
    </message>
    <message>
      <source>Odds are those of real lesions that readers of CBIS-DDSM described so (screening films of the 1990s, many of them biopsied): they order, they do not diagnose.</source>
      <translation>Die Odds sind die wirklicher Läsionen, die Befunder von CBIS-DDSM so beschrieben haben (Screeningfilme der 1990er Jahre, viele davon biopsiert): sie ordnen, sie diagnostizieren nicht.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.batch_panel</name>
    <message>
      <source>Folder of mammograms</source>
      <translation>Ordner mit Mammogrammen</translation>
    </message>
    <message>
      <source>Folder for the results</source>
      <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Wird gestartet</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Start batch</source>
      <translation>Stapel starten</translation>
    </message>
    <message>
      <source>Cancelled: what was done is in the folder of the results, and a run can go on with it.</source>
      <translation>Abgebrochen: was getan wurde, liegt im Ergebnisordner, und ein Lauf kann es fortsetzen.</translation>
    </message>
    <message>
      <source>Click Open summary for the reasons.</source>
      <translation>Klicken Sie für die Gründe auf Übersicht öffnen.</translation>
    </message>
    <message>
      <source>No folder for the results is chosen: click Browse... beside Results.</source>
      <translation>Kein Ergebnisordner ist gewählt: neben Ergebnisse auf Durchsuchen... klicken.</translation>
    </message>
    <message>
      <source>No folder of mammograms is chosen: click Browse... beside Images, or tick All volumes of the scene.</source>
      <translation>Kein Ordner mit Mammogrammen ist gewählt: neben Aufnahmen auf Durchsuchen... klicken oder Alle Volumen der Szene ankreuzen.</translation>
    </message>
    <message>
      <source>Done in {seconds:.0f} s: {done} ({unchanged} before), {failed} failed, {leftOut}.</source>
      <translation>Fertig in {seconds:.0f} s: {done} ({unchanged} schon vorher), {failed} fehlgeschlagen, {leftOut}.</translation>
    </message>
    <message>
      <source>There is no volume in the scene: load mammograms, or click Browse... beside Images.</source>
      <translation>In der Szene ist kein Volumen: Mammogramme laden oder neben Aufnahmen auf Durchsuchen... klicken.</translation>
    </message>
    <message>
      <source>1 image</source>
      <translation>1 Aufnahme</translation>
    </message>
    <message>
      <source>{count} images</source>
      <translation>{count} Aufnahmen</translation>
    </message>
    <message>
      <source>1 file left out</source>
      <translation>1 Datei ausgelassen</translation>
    </message>
    <message>
      <source>{count} files left out</source>
      <translation>{count} Dateien ausgelassen</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.batch_process</name>
    <message>
      <source>The batch could not be started ({error}): restart Slicer and try again.</source>
      <translation>Der Stapel konnte nicht gestartet werden ({error}): Slicer neu starten und erneut versuchen.</translation>
    </message>
    <message>
      <source>The batch ended unexpectedly (exit status {status}): see the application's log, then go on with it.</source>
      <translation>Der Stapel endete unerwartet (Status {status}): das Protokoll der Anwendung ansehen, dann fortsetzen.</translation>
    </message>
    <message>
      <source>Cancelled: what was done before is in the folder of the results, and the batch can go on.</source>
      <translation>Abgebrochen: was vorher getan wurde, liegt im Ergebnisordner, und der Stapel kann fortgesetzt werden.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.carried_over</name>
    <message>
      <source>1 decision could not be carried over to the new findings: check them again.</source>
      <translation>1 Entscheidung ließ sich nicht auf die neuen Befunde übertragen: diese noch einmal prüfen.</translation>
    </message>
    <message>
      <source>{count} decisions could not be carried over to the new findings: check them again.</source>
      <translation>{count} Entscheidungen ließen sich nicht auf die neuen Befunde übertragen: diese noch einmal prüfen.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_exchange</name>
    <message>
      <source>The report is also about an image that is not in the scene.</source>
      <translation>Der Bericht gilt auch einer Aufnahme, die nicht in der Szene ist.</translation>
    </message>
    <message>
      <source>The report is also about {count} images that are not in the scene.</source>
      <translation>Der Bericht gilt auch {count} Aufnahmen, die nicht in der Szene sind.</translation>
    </message>
    <message>
      <source>The report says of {count} of its {total} marks that they are not for presentation.</source>
      <translation>Der Bericht sagt von {count} seiner {total} Markierungen, dass sie nicht zur Anzeige bestimmt sind.</translation>
    </message>
    <message>
      <source>certainty {percent:.0f} %</source>
      <translation>Sicherheit {percent:.0f} %</translation>
    </message>
    <message>
      <source>{maker}: {what}</source>
      <translation>{maker}: {what}</translation>
    </message>
    <message>
      <source>{name} does not say which image it is of: export it again.</source>
      <translation>{name} sagt nicht, zu welcher Aufnahme es gehört: neu exportieren.</translation>
    </message>
    <message>
      <source>{name} has another number of pixels than the image: choose its segmentation.</source>
      <translation>{name} hat eine andere Zahl von Bildpunkten als die Aufnahme: ihre Segmentierung wählen.</translation>
    </message>
    <message>
      <source>Nothing has been detected in {name}: click Detect calcifications first.</source>
      <translation>In {name} wurde noch nicht gesucht: zuerst auf Verkalkungen suchen klicken.</translation>
    </message>
    <message>
      <source>{name} is about another image: load its mammogram from the DICOM database first.</source>
      <translation>{name} betrifft eine andere Aufnahme: zuerst deren Mammogramm aus der DICOM-Datenbank laden.</translation>
    </message>
    <message>
      <source>{maker} calcifications</source>
      <translation>{maker}: Verkalkungen</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_export</name>
    <message>
      <source>Calcifications and clusters as segmentation</source>
      <translation>Verkalkungen und Cluster als Segmentierung</translation>
    </message>
    <message>
      <source>Mammography CAD report</source>
      <translation>Mammographie-CAD-Bericht</translation>
    </message>
    <message>
      <source>Outlines as presentation state</source>
      <translation>Umrisse als Präsentationszustand</translation>
    </message>
    <message>
      <source>Mammogram as it is in the DICOM database</source>
      <translation>Mammogramm wie in der DICOM-Datenbank</translation>
    </message>
    <message>
      <source>{number} is no series number: give a whole number.</source>
      <translation>{number} ist keine Seriennummer: eine ganze Zahl angeben.</translation>
    </message>
    <message>
      <source>The DICOM file of {name} is not there any more: click Import DICOM files in the module DICOM.</source>
      <translation>Die DICOM-Datei von {name} ist nicht mehr da: im Modul DICOM auf Import DICOM files klicken.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_panel</name>
    <message>
      <source>Folder for DICOM files</source>
      <translation>Ordner für DICOM-Dateien</translation>
    </message>
    <message>
      <source>DICOM segmentations and CAD reports</source>
      <translation>DICOM-Segmentierungen und CAD-Berichte</translation>
    </message>
    <message>
      <source>DICOM files to send</source>
      <translation>DICOM-Dateien zum Senden</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Wird gestartet</translation>
    </message>
    <message>
      <source>Cancelled: what was written before is in the folder.</source>
      <translation>Abgebrochen: was vorher geschrieben wurde, liegt im Ordner.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Export</translation>
    </message>
    <message>
      <source>Stop receiving</source>
      <translation>Empfang beenden</translation>
    </message>
    <message>
      <source>Receive</source>
      <translation>Empfangen</translation>
    </message>
    <message>
      <source>Receiving was stopped: what arrived is in the folder.</source>
      <translation>Der Empfang wurde beendet: was ankam, liegt im Ordner.</translation>
    </message>
    <message>
      <source>No mammogram is chosen: choose one in the tab Mammogram.</source>
      <translation>Kein Mammogramm ist gewählt: eines in der Registerkarte Mammogramm wählen.</translation>
    </message>
    <message>
      <source>No format is chosen: tick one.</source>
      <translation>Kein Format ist gewählt: eines ankreuzen.</translation>
    </message>
    <message>
      <source>Receiving has ended.</source>
      <translation>Der Empfang ist beendet.</translation>
    </message>
    <message>
      <source>Something is being written or sent already: wait for it, or click Cancel.</source>
      <translation>Es wird schon geschrieben oder gesendet: abwarten oder auf Abbrechen klicken.</translation>
    </message>
    <message>
      <source>No folder for the files is chosen: click the button beside Folder.</source>
      <translation>Kein Ordner für die Dateien ist gewählt: auf die Schaltfläche neben Ordner klicken.</translation>
    </message>
    <message>
      <source>{names} written to {folder}.</source>
      <translation>{names} nach {folder} geschrieben.</translation>
    </message>
    <message>
      <source>{name} arrived in the folder: click Load SEG or CAD SR... to show its marks.</source>
      <translation>{name} ist im Ordner angekommen: auf SEG oder CAD SR laden... klicken, um die Markierungen zu sehen.</translation>
    </message>
    <message>
      <source>Working: {text}</source>
      <translation>In Arbeit: {text}</translation>
    </message>
    <message>
      <source>{names} written to {folder} and sent to {node}.</source>
      <translation>{names} nach {folder} geschrieben und an {node} gesendet.</translation>
    </message>
    <message>
      <source>1 node loaded.</source>
      <translation>1 Knoten geladen.</translation>
    </message>
    <message>
      <source>{count} nodes loaded.</source>
      <translation>{count} Knoten geladen.</translation>
    </message>
    <message>
      <source>{node} answers.</source>
      <translation>{node} antwortet.</translation>
    </message>
    <message>
      <source>{files} sent to {node}.</source>
      <translation>{files} an {node} gesendet.</translation>
    </message>
    <message>
      <source>1 file</source>
      <translation>1 Datei</translation>
    </message>
    <message>
      <source>{count} files</source>
      <translation>{count} Dateien</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_process</name>
    <message>
      <source>The process could not be started ({error}): restart Slicer and try again.</source>
      <translation>Der Prozess konnte nicht gestartet werden ({error}): Slicer neu starten und erneut versuchen.</translation>
    </message>
    <message>
      <source>The process ended unexpectedly (exit status {status}): see the application's log.</source>
      <translation>Der Prozess endete unerwartet (Status {status}): siehe das Protokoll der Anwendung.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_series</name>
    <message>
      <source>Segmentation of a mammogram</source>
      <translation>Segmentierung eines Mammogramms</translation>
    </message>
    <message>
      <source>Marks of a mammography CAD report</source>
      <translation>Markierungen eines Mammographie-CAD-Berichts</translation>
    </message>
    <message>
      <source>Outlines on a mammogram</source>
      <translation>Umrisse auf einem Mammogramm</translation>
    </message>
    <message>
      <source>Mammogram with spacing and window, right side up</source>
      <translation>Mammogramm mit Pixelabstand und Fenster, aufrecht</translation>
    </message>
    <message>
      <source>The mammogram that {name} is about is not in the DICOM database: click Import DICOM files there, then load this again.</source>
      <translation>Das Mammogramm zu {name} ist nicht in der DICOM-Datenbank: dort auf Import DICOM files klicken und dies dann erneut laden.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.dicom_states</name>
    <message>
      <source>{maker}: {layer}, words and points</source>
      <translation>{maker}: {layer}, Wörter und Punkte</translation>
    </message>
    <message>
      <source>Graphics</source>
      <translation>Grafiken</translation>
    </message>
    <message>
      <source>{maker} outlines</source>
      <translation>{maker}: Umrisse</translation>
    </message>
    <message>
      <source>{maker}: {layer}</source>
      <translation>{maker}: {layer}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.environment_panel</name>
    <message>
      <source>Checking</source>
      <translation>Wird geprüft</translation>
    </message>
    <message>
      <source>The check ended unexpectedly (exit status {status}): see the application's log.</source>
      <translation>Die Prüfung endete unerwartet (Status {status}): siehe das Protokoll der Anwendung.</translation>
    </message>
    <message>
      <source>The check could not be started ({error}): restart Slicer and try again.</source>
      <translation>Die Prüfung konnte nicht gestartet werden ({error}): Slicer neu starten und erneut versuchen.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_clusters</name>
    <message>
      <source>1 calcification</source>
      <translation>1 Verkalkung</translation>
    </message>
    <message>
      <source>{count} calcifications</source>
      <translation>{count} Verkalkungen</translation>
    </message>
    <message>
      <source>new</source>
      <translation>neu</translation>
    </message>
    <message>
      <source>more</source>
      <translation>mehr</translation>
    </message>
    <message>
      <source>fewer</source>
      <translation>weniger</translation>
    </message>
    <message>
      <source>unchanged</source>
      <translation>unverändert</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Projektion</translation>
    </message>
    <message>
      <source>Side and view; in the colour of the kind</source>
      <translation>Seite und Projektion; in der Farbe der Art</translation>
    </message>
    <message>
      <source>Nr</source>
      <translation>Nr</translation>
    </message>
    <message>
      <source>Number of the outline</source>
      <translation>Nummer des Umrisses</translation>
    </message>
    <message>
      <source>Susp.</source>
      <translation>Verd.</translation>
    </message>
    <message>
      <source>How much it calls for a look, from 0 to 1: it orders, it is no probability</source>
      <translation>Wie sehr es angesehen werden sollte, von 0 bis 1: ein Ordnungsmaß, keine Wahrscheinlichkeit</translation>
    </message>
    <message>
      <source>Nipple</source>
      <translation>Mamille</translation>
    </message>
    <message>
      <source>Distance to the nipple in mm</source>
      <translation>Abstand zur Mamille in mm</translation>
    </message>
    <message>
      <source>Prior</source>
      <translation>Vorher</translation>
    </message>
    <message>
      <source>What has become of it since the prior exam</source>
      <translation>Was seit der Voruntersuchung daraus geworden ist</translation>
    </message>
    <message>
      <source>What the reader has decided: ✓ accepted, ✗ rejected, ? not sure, ✎ edited, + added</source>
      <translation>Wie der Befunder entschieden hat: ✓ angenommen, ✗ abgelehnt, ? unsicher, ✎ geändert, + hinzugefügt</translation>
    </message>
    <message>
      <source>Match</source>
      <translation>Entspr.</translation>
    </message>
    <message>
      <source>What may be the same in the other view of the breast, with the difference of the distances to the nipple</source>
      <translation>Was in der anderen Projektion der Brust dasselbe sein kann, mit dem Unterschied der Abstände zur Mamille</translation>
    </message>
    <message>
      <source>{cluster} ({difference:.0f} mm)</source>
      <translation>{cluster} ({difference:.0f} mm)</translation>
    </message>
    <message>
      <source>{count}, {area:.1f} mm²</source>
      <translation>{count}, {area:.1f} mm²</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_images</name>
    <message>
      <source>{name} has no breast to look at: choose another image.</source>
      <translation>{name} zeigt keine Brust: eine andere Aufnahme wählen.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_layout</name>
    <message>
      <source>There is no window to arrange views in: start Slicer with its main window.</source>
      <translation>Es gibt kein Fenster, um Ansichten anzuordnen: Slicer mit Hauptfenster starten.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_panel</name>
    <message>
      <source>1 image</source>
      <translation>1 Aufnahme</translation>
    </message>
    <message>
      <source>{count} images</source>
      <translation>{count} Aufnahmen</translation>
    </message>
    <message>
      <source>none of the four views</source>
      <translation>keine der vier Projektionen</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>No mammogram is loaded.</source>
      <translation>Kein Mammogramm ist geladen.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Detect in all views</source>
      <translation>In allen suchen</translation>
    </message>
    <message>
      <source>Detect calcifications</source>
      <translation>Verkalkungen suchen</translation>
    </message>
    <message>
      <source>{date}: {images}</source>
      <translation>{date}: {images}</translation>
    </message>
    <message>
      <source>{hung}; without a place: {others}</source>
      <translation>{hung}; ohne Platz: {others}</translation>
    </message>
    <message>
      <source>The scene was closed, so the detection was stopped.</source>
      <translation>Die Szene wurde geschlossen, daher wurde die Suche beendet.</translation>
    </message>
    <message>
      <source>Cancelled: views that were done keep their results.</source>
      <translation>Abgebrochen: fertige Projektionen behalten ihre Ergebnisse.</translation>
    </message>
    <message>
      <source>Done in {seconds:.0f} s: {views}, {found}.</source>
      <translation>Fertig in {seconds:.0f} s: {views}, {found}.</translation>
    </message>
    <message>
      <source>date unknown</source>
      <translation>Datum unbekannt</translation>
    </message>
    <message>
      <source>{hung}; nothing says whose image it is: images named as P1 R CC and P1 L CC form an exam</source>
      <translation>{hung}; nichts sagt, von wem das Bild ist: Bilder mit Namen wie P1 R CC und P1 L CC bilden eine Untersuchung</translation>
    </message>
    <message>
      <source>No image says that it is a CC or MLO view of the right or left breast: rename them in the module Data, for example R CC.</source>
      <translation>Keine Aufnahme nennt sich CC oder MLO der rechten oder linken Brust: sie im Modul Data umbenennen, zum Beispiel in R CC.</translation>
    </message>
    <message>
      <source>Working: {text}</source>
      <translation>In Arbeit: {text}</translation>
    </message>
    <message>
      <source>1 view</source>
      <translation>1 Projektion</translation>
    </message>
    <message>
      <source>{count} views</source>
      <translation>{count} Projektionen</translation>
    </message>
    <message>
      <source>The results could not be stored ({error}).</source>
      <translation>Die Ergebnisse konnten nicht gespeichert werden ({error}).</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.exam_run</name>
    <message>
      <source>starting</source>
      <translation>wird gestartet</translation>
    </message>
    <message>
      <source>The volume was deleted: nothing was stored.</source>
      <translation>Das Volumen wurde gelöscht: nichts wurde gespeichert.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.finding_card</name>
    <message>
      <source>New since the prior</source>
      <translation>Neu seit der Voruntersuchung</translation>
    </message>
    <message>
      <source>More than in the prior</source>
      <translation>Mehr als in der Voruntersuchung</translation>
    </message>
    <message>
      <source>Fewer than in the prior</source>
      <translation>Weniger als in der Voruntersuchung</translation>
    </message>
    <message>
      <source>Unchanged since the prior</source>
      <translation>Unverändert seit der Voruntersuchung</translation>
    </message>
    <message>
      <source>as detected</source>
      <translation>wie gefunden</translation>
    </message>
    <message>
      <source>not determined</source>
      <translation>nicht bestimmt</translation>
    </message>
    <message>
      <source>{what} (key {key})</source>
      <translation>{what} (Taste {key})</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.findings_list</name>
    <message>
      <source>All kinds</source>
      <translation>Alle Arten</translation>
    </message>
    <message>
      <source>Show typically benign ({count})</source>
      <translation>Typisch benigne zeigen ({count})</translation>
    </message>
    <message>
      <source>Nothing is reported here at this operating point.</source>
      <translation>Bei diesem Arbeitspunkt wird hier nichts gemeldet.</translation>
    </message>
    <message>
      <source>{count} single calcifications of lower suspicion are not listed: move the slider to the right.</source>
      <translation>{count} einzelne Verkalkungen mit geringerem Verdacht sind nicht aufgelistet: den Regler nach rechts schieben.</translation>
    </message>
    <message>
      <source>{kind} ({count})</source>
      <translation>{kind} ({count})</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.findings_panel</name>
    <message>
      <source>The findings of {volume} were deleted: click Detect calcifications to find them again.</source>
      <translation>Die Befunde von {volume} wurden gelöscht: auf Verkalkungen suchen klicken, um sie wieder zu finden.</translation>
    </message>
    <message>
      <source>no cluster</source>
      <translation>kein Cluster</translation>
    </message>
    <message>
      <source>1 cluster</source>
      <translation>1 Cluster</translation>
    </message>
    <message>
      <source>{count} clusters</source>
      <translation>{count} Cluster</translation>
    </message>
    <message>
      <source>1 single calcification</source>
      <translation>1 einzelne Verkalkung</translation>
    </message>
    <message>
      <source>{count} single calcifications</source>
      <translation>{count} einzelne Verkalkungen</translation>
    </message>
    <message>
      <source>no calcification</source>
      <translation>keine Verkalkung</translation>
    </message>
    <message>
      <source>1 calcification</source>
      <translation>1 Verkalkung</translation>
    </message>
    <message>
      <source>{count} calcifications</source>
      <translation>{count} Verkalkungen</translation>
    </message>
    <message>
      <source>{count} typically benign</source>
      <translation>{count} typisch benigne</translation>
    </message>
    <message>
      <source>{vessels} of {length:.0f} mm</source>
      <translation>{vessels} von {length:.0f} mm</translation>
    </message>
    <message>
      <source>{count} of them single</source>
      <translation>{count} davon einzeln</translation>
    </message>
    <message>
      <source>1 calcified vessel</source>
      <translation>1 verkalktes Gefäß</translation>
    </message>
    <message>
      <source>{count} calcified vessels</source>
      <translation>{count} verkalkte Gefäße</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.findings_table</name>
    <message>
      <source>accepted</source>
      <translation>angenommen</translation>
    </message>
    <message>
      <source>rejected</source>
      <translation>abgelehnt</translation>
    </message>
    <message>
      <source>not sure</source>
      <translation>unsicher</translation>
    </message>
    <message>
      <source>edited</source>
      <translation>geändert</translation>
    </message>
    <message>
      <source>added</source>
      <translation>hinzugefügt</translation>
    </message>
    <message>
      <source>unseen</source>
      <translation>ungesehen</translation>
    </message>
    <message>
      <source>Kind named by the reader</source>
      <translation>Art vom Befunder benannt</translation>
    </message>
    <message>
      <source>Nr</source>
      <translation>Nr</translation>
    </message>
    <message>
      <source>Number of the outline, a dot for a single calcification; in the colour of the kind</source>
      <translation>Nummer des Umrisses, ein Punkt für eine einzelne Verkalkung; in der Farbe der Art</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <source>Kind of the calcifications, in the words of BI-RADS</source>
      <translation>Art der Verkalkungen in den Worten von BI-RADS</translation>
    </message>
    <message>
      <source>Spread</source>
      <translation>Verteil.</translation>
    </message>
    <message>
      <source>Distribution of the calcifications, in the words of BI-RADS</source>
      <translation>Verteilung der Verkalkungen in den Worten von BI-RADS</translation>
    </message>
    <message>
      <source>mm</source>
      <translation>mm</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Länge</translation>
    </message>
    <message>
      <source>Susp.</source>
      <translation>Verd.</translation>
    </message>
    <message>
      <source>How much it calls for a look, from 0 to 1: it orders, it is no probability</source>
      <translation>Wie sehr es angesehen werden sollte, von 0 bis 1: ein Ordnungsmaß, keine Wahrscheinlichkeit</translation>
    </message>
    <message>
      <source>What the reader has decided: ✓ accepted, ✗ rejected, ? not sure, ✎ edited, + added</source>
      <translation>Wie der Befunder entschieden hat: ✓ angenommen, ✗ abgelehnt, ? unsicher, ✎ geändert, + hinzugefügt</translation>
    </message>
    <message>
      <source>single</source>
      <translation>einzeln</translation>
    </message>
    <message>
      <source>Suspicion {suspicion:.2f}, calcification {score:.2f}</source>
      <translation>Verdacht {suspicion:.2f}, Verkalkung {score:.2f}</translation>
    </message>
    <message>
      <source>{kind} {share:.0f} %</source>
      <translation>{kind} {share:.0f} %</translation>
    </message>
    <message>
      <source>Malignancy {value:.2f}</source>
      <translation>Malignität {value:.2f}</translation>
    </message>
    <message>
      <source>BI-RADS {rating}</source>
      <translation>BI-RADS {rating}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.hand_edits</name>
    <message>
      <source>The segment Calcifications of {volume} is no binary labelmap any more: make that the source representation again in the module Segmentations, or click Detect calcifications.</source>
      <translation>Das Segment Verkalkungen von {volume} ist keine binäre Labelmap mehr: diese im Modul Segmentations wieder zur Quelldarstellung machen oder auf Verkalkungen suchen klicken.</translation>
    </message>
    <message>
      <source>The segment Calcifications lies on another grid than {volume}: choose it as source geometry, or click Detect calcifications.</source>
      <translation>Das Segment Verkalkungen liegt in einem anderen Raster als {volume}: dieses als Quellgeometrie wählen oder auf Verkalkungen suchen klicken.</translation>
    </message>
    <message>
      <source>The tags of the segment Calcifications cannot be read ({error}): click Detect calcifications.</source>
      <translation>Die Tags des Segments Verkalkungen sind nicht lesbar ({error}): auf Verkalkungen suchen klicken.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.install_panel</name>
    <message>
      <source>Python packages</source>
      <translation>Python-Pakete</translation>
    </message>
    <message>
      <source>Install what is missing</source>
      <translation>Fehlendes installieren</translation>
    </message>
    <message>
      <source>Everything that was ticked is installed.</source>
      <translation>Alles Angekreuzte ist installiert.</translation>
    </message>
    <message>
      <source>Install what is missing ({size} MB)</source>
      <translation>Fehlendes installieren ({size} MB)</translation>
    </message>
    <message>
      <source>{work}: about {size} MB</source>
      <translation>{work}: etwa {size} MB</translation>
    </message>
    <message>
      <source>Missing: {names}</source>
      <translation>Es fehlt: {names}</translation>
    </message>
    <message>
      <source>{work}: installed</source>
      <translation>{work}: installiert</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.key_list</name>
    <message>
      <source>Double-click a key to change it. The keys work while no text field has the focus.</source>
      <translation>Doppelklick auf eine Taste ändert sie. Die Tasten wirken, solange kein Textfeld den Fokus hat.</translation>
    </message>
    <message>
      <source>All keys are as they were at first.</source>
      <translation>Alle Tasten sind wie am Anfang.</translation>
    </message>
    <message>
      <source>Keys of Microcalc CAD</source>
      <translation>Tasten von Microcalc CAD</translation>
    </message>
    <message>
      <source>Keys as they were at first</source>
      <translation>Tasten wie am Anfang</translation>
    </message>
    <message>
      <source>Key</source>
      <translation>Taste</translation>
    </message>
    <message>
      <source>What it does</source>
      <translation>Was sie tut</translation>
    </message>
    <message>
      <source>{key}: {action}</source>
      <translation>{key}: {action}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.key_map</name>
    <message>
      <source>hide all marks while held; tap to hide or show</source>
      <translation>alle Markierungen ausblenden, solange gehalten; tippen blendet sie aus oder ein</translation>
    </message>
    <message>
      <source>next finding</source>
      <translation>nächster Befund</translation>
    </message>
    <message>
      <source>previous finding</source>
      <translation>voriger Befund</translation>
    </message>
    <message>
      <source>next image</source>
      <translation>nächste Aufnahme</translation>
    </message>
    <message>
      <source>previous image</source>
      <translation>vorige Aufnahme</translation>
    </message>
    <message>
      <source>accept the finding and go on</source>
      <translation>Befund annehmen und weiter</translation>
    </message>
    <message>
      <source>reject the finding and go on</source>
      <translation>Befund ablehnen und weiter</translation>
    </message>
    <message>
      <source>not sure of the finding, go on</source>
      <translation>beim Befund unsicher, weiter</translation>
    </message>
    <message>
      <source>correct by hand in the Segment Editor</source>
      <translation>von Hand korrigieren im Segment Editor</translation>
    </message>
    <message>
      <source>undo</source>
      <translation>rückgängig</translation>
    </message>
    <message>
      <source>whole mammogram and chosen finding in turn</source>
      <translation>ganzes Mammogramm und gewählter Befund im Wechsel</translation>
    </message>
    <message>
      <source>whole mammogram</source>
      <translation>ganzes Mammogramm</translation>
    </message>
    <message>
      <source>one pixel of the image on one of the screen</source>
      <translation>ein Bildpunkt auf einem des Bildschirms</translation>
    </message>
    <message>
      <source>one pixel of the image on two by two of the screen</source>
      <translation>ein Bildpunkt auf zwei mal zwei des Bildschirms</translation>
    </message>
    <message>
      <source>quarters of the image, one after the other</source>
      <translation>Viertel des Bildes nacheinander</translation>
    </message>
    <message>
      <source>one view large, and back to all views</source>
      <translation>eine Ansicht groß, und zurück zu allen</translation>
    </message>
    <message>
      <source>black and white exchanged</source>
      <translation>Schwarz und Weiß vertauscht</translation>
    </message>
    <message>
      <source>window of the breast</source>
      <translation>Fenster der Brust</translation>
    </message>
    <message>
      <source>window of the image's file</source>
      <translation>Fenster der Bilddatei</translation>
    </message>
    <message>
      <source>window of the dense tissue</source>
      <translation>Fenster des dichten Gewebes</translation>
    </message>
    <message>
      <source>window of all values</source>
      <translation>Fenster aller Werte</translation>
    </message>
    <message>
      <source>magnifier that follows the mouse</source>
      <translation>Lupe, die der Maus folgt</translation>
    </message>
    <message>
      <source>magnifier 2 or 4 times</source>
      <translation>Lupe 2- oder 4-fach</translation>
    </message>
    <message>
      <source>link pan, zoom and window of the views, or unlink them</source>
      <translation>Verschieben, Zoom und Fenster der Ansichten koppeln oder lösen</translation>
    </message>
    <message>
      <source>ruler: two clicks</source>
      <translation>Lineal: zwei Klicks</translation>
    </message>
    <message>
      <source>list of the keys</source>
      <translation>Liste der Tasten</translation>
    </message>
    <message>
      <source>{text} is no key: write one such as K, Shift+K or Ctrl+K.</source>
      <translation>{text} ist keine Taste: eine wie K, Shift+K oder Ctrl+K schreiben.</translation>
    </message>
    <message>
      <source>{key} is needed by Slicer or by text fields: choose another key.</source>
      <translation>{key} wird von Slicer oder von Textfeldern gebraucht: eine andere Taste wählen.</translation>
    </message>
    <message>
      <source>{key} has an action already ({action}): give that another key first.</source>
      <translation>{key} hat schon eine Wirkung ({action}): dieser zuerst eine andere Taste geben.</translation>
    </message>
    <message>
      <source>Nothing</source>
      <translation>Nichts</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.kinds_selector</name>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.method_texts</name>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <source>Processor</source>
      <translation>Prozessor</translation>
    </message>
    <message>
      <source>Graphics card (CUDA)</source>
      <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
      <source>Standard (recommended)</source>
      <translation>Standard (empfohlen)</translation>
    </message>
    <message>
      <source>Finds and outlines each calcification, at all sizes.</source>
      <translation>Findet und umrandet jede Verkalkung, in allen Größen.</translation>
    </message>
    <message>
      <source>For comparison: two-stage network, Valvano 2019</source>
      <translation>Zum Vergleich: zweistufiges Netz, Valvano 2019</translation>
    </message>
    <message>
      <source>A network proposes regions, a second one outlines the calcifications in them.</source>
      <translation>Ein Netz schlägt Regionen vor, ein zweites umrandet die Verkalkungen darin.</translation>
    </message>
    <message>
      <source>For comparison only: squares, Kahnouei 2022</source>
      <translation>Nur zum Vergleich: Quadrate, Kahnouei 2022</translation>
    </message>
    <message>
      <source>Marks squares of 224 pixels that hold calcifications, without outlines, clusters or kinds.</source>
      <translation>Markiert Quadrate von 224 Pixeln mit Verkalkungen, ohne Umrisse, Cluster oder Arten.</translation>
    </message>
    <message>
      <source>For comparison: context network, Wang and Yang 2018</source>
      <translation>Zum Vergleich: Kontextnetz, Wang und Yang 2018</translation>
    </message>
    <message>
      <source>Bright spots, each judged by a network that sees it near and from afar.</source>
      <translation>Helle Flecken, jeder von einem Netz beurteilt, das ihn aus der Nähe und aus der Ferne sieht.</translation>
    </message>
    <message>
      <source>For comparison: no network, Ciecholewski 2017</source>
      <translation>Zum Vergleich: ohne Netz, Ciecholewski 2017</translation>
    </message>
    <message>
      <source>Image processing alone, without a model: many more false marks.</source>
      <translation>Bildverarbeitung allein, ohne Modell: sehr viel mehr falsche Markierungen.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.missing_packages</name>
    <message>
      <source>Detection</source>
      <translation>Suche</translation>
    </message>
    <message>
      <source>DICOM results, sending, receiving</source>
      <translation>DICOM-Austausch</translation>
    </message>
    <message>
      <source>Training and evaluation</source>
      <translation>Training und Auswertung</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.nipple_point</name>
    <message>
      <source>Nipple (drag it to its place)</source>
      <translation>Mamille (an ihre Stelle ziehen)</translation>
    </message>
    <message>
      <source>Nipple</source>
      <translation>Mamille</translation>
    </message>
    <message>
      <source>Nipple (estimate)</source>
      <translation>Mamille (geschätzt)</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.notes_line</name>
    <message>
      <source>1 note</source>
      <translation>1 Hinweis</translation>
    </message>
    <message>
      <source>{count} notes</source>
      <translation>{count} Hinweise</translation>
    </message>
    <message>
      <source>Hide</source>
      <translation>Ausblenden</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>Einzelheiten</translation>
    </message>
    <message>
      <source>{all}, {count} on this image.</source>
      <translation>{all}, {count} zu dieser Aufnahme.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.outlines</name>
    <message>
      <source>1 calcification</source>
      <translation>1 Verkalkung</translation>
    </message>
    <message>
      <source>{count} calcifications</source>
      <translation>{count} Verkalkungen</translation>
    </message>
    <message>
      <source>{volume} cluster {id}</source>
      <translation>{volume}: Cluster {id}</translation>
    </message>
    <message>
      <source>score {score:.2f}, {count}</source>
      <translation>Score {score:.2f}, {count}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.packages</name>
    <message>
      <source>click Install what is missing in the tab Installation of Microcalc CAD, and agree.</source>
      <translation>in der Registerkarte Installation von Microcalc CAD auf Fehlendes installieren klicken und zustimmen.</translation>
    </message>
    <message>
      <source>PyTorch was not installed: install it in the module PyTorch Utils, then try again.</source>
      <translation>PyTorch wurde nicht installiert: im Modul PyTorch Utils installieren, dann erneut versuchen.</translation>
    </message>
    <message>
      <source>PyTorch is missing: install the extension PyTorch in the Extensions Manager and restart Slicer.</source>
      <translation>PyTorch fehlt: die Erweiterung PyTorch im Extensions Manager installieren und Slicer neu starten.</translation>
    </message>
    <message>
      <source>Microcalc needs 3D Slicer 5.12 or newer: install it from https://download.slicer.org.</source>
      <translation>Microcalc braucht 3D Slicer 5.12 oder neuer: von https://download.slicer.org installieren.</translation>
    </message>
    <message>
      <source>The Python packages {names} are missing: {remedy}</source>
      <translation>Die Python-Pakete {names} fehlen: {remedy}</translation>
    </message>
    <message>
      <source>The Python packages {names} were not installed ({error}): check the network, then {remedy}</source>
      <translation>Die Python-Pakete {names} wurden nicht installiert ({error}): das Netzwerk prüfen, dann {remedy}</translation>
    </message>
    <message>
      <source>PyTorch was not installed ({error}): check the network, then install it in the module PyTorch Utils.</source>
      <translation>PyTorch wurde nicht installiert ({error}): das Netz prüfen, dann im Modul PyTorch Utils installieren.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.panel</name>
    <message>
      <source>Research only: not a medical device, not for diagnosis.</source>
      <translation>Nur für die Forschung: kein Medizinprodukt, nicht zur Diagnose.</translation>
    </message>
    <message>
      <source>not in the image: please enter it</source>
      <translation>nicht in der Aufnahme: bitte eingeben</translation>
    </message>
    <message>
      <source>given by you</source>
      <translation>von Ihnen angegeben</translation>
    </message>
    <message>
      <source>from the volume</source>
      <translation>aus dem Volumen</translation>
    </message>
    <message>
      <source>from DICOM, at the detector (ImagerPixelSpacing)</source>
      <translation>aus DICOM, am Detektor (ImagerPixelSpacing)</translation>
    </message>
    <message>
      <source>from DICOM (PixelSpacing)</source>
      <translation>aus DICOM (PixelSpacing)</translation>
    </message>
    <message>
      <source>from DICOM, of the film scanner</source>
      <translation>aus DICOM, des Filmscanners</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Wird gestartet</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Detect calcifications</source>
      <translation>Verkalkungen suchen</translation>
    </message>
    <message>
      <source>The scene was closed, so the detection was stopped.</source>
      <translation>Die Szene wurde geschlossen, daher wurde die Suche beendet.</translation>
    </message>
    <message>
      <source>The volume was deleted, so its detection was stopped: nothing was stored.</source>
      <translation>Das Volumen wurde gelöscht, daher wurde seine Suche beendet: nichts wurde gespeichert.</translation>
    </message>
    <message>
      <source>Cancelled: nothing was changed.</source>
      <translation>Abgebrochen: nichts wurde geändert.</translation>
    </message>
    <message>
      <source>Done in {seconds:.1f} s: {found}.</source>
      <translation>Fertig in {seconds:.1f} s: {found}.</translation>
    </message>
    <message>
      <source>Working: {text}, about {seconds:.0f} s remain</source>
      <translation>In Arbeit: {text}, noch etwa {seconds:.0f} s</translation>
    </message>
    <message>
      <source>The volume was deleted during the detection: nothing was stored.</source>
      <translation>Das Volumen wurde während der Suche gelöscht: nichts wurde gespeichert.</translation>
    </message>
    <message>
      <source>Working: {text}</source>
      <translation>In Arbeit: {text}</translation>
    </message>
    <message>
      <source>{volume} was deleted: its findings stay in the scene, load the same image and choose it to go on with them.</source>
      <translation>{volume} wurde gelöscht: seine Befunde bleiben in der Szene; dieselbe Aufnahme laden und wählen, um damit weiterzuarbeiten.</translation>
    </message>
    <message>
      <source>The results could not be stored ({error}).</source>
      <translation>Die Ergebnisse konnten nicht gespeichert werden ({error}).</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.plot_buttons</name>
    <message>
      <source>No cluster is chosen: click one in the list, then plot its distributions.</source>
      <translation>Kein Cluster ist gewählt: einen in der Liste anklicken, dann seine Verteilungen zeichnen.</translation>
    </message>
    <message>
      <source>Nothing has been detected in this volume: click Detect calcifications first.</source>
      <translation>In diesem Volumen wurde noch nicht gesucht: zuerst auf Verkalkungen suchen klicken.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.plots</name>
    <message>
      <source>False clusters per image</source>
      <translation>Falsche Cluster je Aufnahme</translation>
    </message>
    <message>
      <source>False calcifications per cm²</source>
      <translation>Falsche Verkalkungen je cm²</translation>
    </message>
    <message>
      <source>Sensitivity</source>
      <translation>Sensitivität</translation>
    </message>
    <message>
      <source>The curve of the model has no columns that can be plotted: click Evaluate on the page 3 of Microcalc Train.</source>
      <translation>Die Kurve des Modells hat keine Spalten, die sich zeichnen lassen: auf der Seite 3 von Microcalc Train auf Auswerten klicken.</translation>
    </message>
    <message>
      <source>Cluster {id}</source>
      <translation>Cluster {id}</translation>
    </message>
    <message>
      <source>held-out part</source>
      <translation>zurückgehaltener Teil</translation>
    </message>
    <message>
      <source>FROC of the model, single calcifications ({images})</source>
      <translation>FROC des Modells, einzelne Verkalkungen ({images})</translation>
    </message>
    <message>
      <source>ROC of the model, patches</source>
      <translation>ROC des Modells, Ausschnitte</translation>
    </message>
    <message>
      <source>False positive rate</source>
      <translation>Falsch-positiv-Rate</translation>
    </message>
    <message>
      <source>True positive rate</source>
      <translation>Richtig-positiv-Rate</translation>
    </message>
    <message>
      <source>False clusters of the model, images without lesions</source>
      <translation>Falsche Cluster des Modells, Aufnahmen ohne Läsionen</translation>
    </message>
    <message>
      <source>Lowest score</source>
      <translation>Niedrigster Score</translation>
    </message>
    <message>
      <source>Share of the calcifications</source>
      <translation>Anteil der Verkalkungen</translation>
    </message>
    <message>
      <source>{name} (score from {threshold:.2f})</source>
      <translation>{name} (Score ab {threshold:.2f})</translation>
    </message>
    <message>
      <source>All others</source>
      <translation>Alle übrigen</translation>
    </message>
    <message>
      <source>The method {method} has no model, so there is no curve of it.</source>
      <translation>Das Verfahren {method} hat kein Modell, daher gibt es keine Kurve.</translation>
    </message>
    <message>
      <source>The model {name} is another one by now than that of the findings: click Detect calcifications to see its curve.</source>
      <translation>Das Modell {name} ist inzwischen ein anderes als das der Befunde: auf Verkalkungen suchen klicken, um seine Kurve zu sehen.</translation>
    </message>
    <message>
      <source>The model {name} states no curve: click Evaluate on the page 3 of Microcalc Train.</source>
      <translation>Das Modell {name} nennt keine Kurve: auf der Seite 3 von Microcalc Train auf Auswerten klicken.</translation>
    </message>
    <message>
      <source>{cluster} against all others</source>
      <translation>{cluster} im Vergleich zu allen übrigen</translation>
    </message>
    <message>
      <source>The curve of model {name} cannot be shown: {error}</source>
      <translation>Die Kurve von Modell {name} lässt sich nicht zeigen: {error}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.process</name>
    <message>
      <source>The detection could not be started ({error}): restart Slicer and try again.</source>
      <translation>Die Suche konnte nicht gestartet werden ({error}): Slicer neu starten und erneut versuchen.</translation>
    </message>
    <message>
      <source>The detection ended unexpectedly (exit status {status}): see the application's log.</source>
      <translation>Die Suche endete unerwartet (Status {status}): siehe das Protokoll der Anwendung.</translation>
    </message>
    <message>
      <source>Cannot write into the temporary folder {folder} ({reason}): choose another in Edit, Application Settings.</source>
      <translation>In den temporären Ordner {folder} kann nicht geschrieben werden ({reason}): unter Bearbeiten, Anwendungseinstellungen einen anderen wählen.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.rating_selector</name>
    <message>
      <source>odds of real lesions</source>
      <translation>Odds wirklicher Läsionen</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.reading</name>
    <message>
      <source>Keys ({key})</source>
      <translation>Tasten ({key})</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.remedies</name>
    <message>
      <source>The field is Method, under Advanced in the tab Mammogram.</source>
      <translation>Das Feld ist Verfahren, unter Erweitert auf der Registerkarte Mammogramm.</translation>
    </message>
    <message>
      <source>The field is Model, under Advanced in the tab Mammogram.</source>
      <translation>Das Feld ist Modell, unter Erweitert auf der Registerkarte Mammogramm.</translation>
    </message>
    <message>
      <source>The field is Kinds, under Advanced in the tab Mammogram.</source>
      <translation>Das Feld ist Arten, unter Erweitert auf der Registerkarte Mammogramm.</translation>
    </message>
    <message>
      <source>The field is Device, under Advanced in the tab Mammogram.</source>
      <translation>Das Feld ist Gerät, unter Erweitert auf der Registerkarte Mammogramm.</translation>
    </message>
    <message>
      <source>The field is Rating, under Advanced in the tab Mammogram.</source>
      <translation>Das Feld ist Bewertung, unter Erweitert auf der Registerkarte Mammogramm.</translation>
    </message>
    <message>
      <source>The field is Pixel spacing, under Advanced.</source>
      <translation>Das Feld ist Pixelabstand, unter Erweitert.</translation>
    </message>
    <message>
      <source>The field is Full scale, under Advanced.</source>
      <translation>Das Feld ist Vollausschlag, unter Erweitert.</translation>
    </message>
    <message>
      <source>The field is Pixel spacing.</source>
      <translation>Das Feld ist Pixelabstand.</translation>
    </message>
    <message>
      <source>Tick Go on with an earlier run.</source>
      <translation>Setzen Sie den Haken bei Früheren Lauf fortsetzen.</translation>
    </message>
    <message>
      <source>The field is Workers.</source>
      <translation>Das Feld ist Prozesse.</translation>
    </message>
    <message>
      <source>Click Browse... beside Results.</source>
      <translation>Klicken Sie auf Durchsuchen... neben Ergebnisse.</translation>
    </message>
    <message>
      <source>Click the button beside Folder.</source>
      <translation>Klicken Sie auf den Knopf neben Ordner.</translation>
    </message>
    <message>
      <source>The fields are Host and Port, under DICOM node.</source>
      <translation>Die Felder sind Rechner und Port, unter DICOM-Knoten.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.report</name>
    <message>
      <source>Nothing has been detected yet: click Detect calcifications first.</source>
      <translation>Es wurde noch nicht gesucht: zuerst auf Verkalkungen suchen klicken.</translation>
    </message>
    <message>
      <source>1 image</source>
      <translation>1 Aufnahme</translation>
    </message>
    <message>
      <source>{count} images</source>
      <translation>{count} Aufnahmen</translation>
    </message>
    <message>
      <source>Report of {views} written to {folder}; its text can be pasted.</source>
      <translation>Bericht über {views} nach {folder} geschrieben; sein Text lässt sich einfügen.</translation>
    </message>
    <message>
      <source>Working: report of {view}</source>
      <translation>In Arbeit: Bericht zu {view}</translation>
    </message>
    <message>
      <source>The report could not be written ({error}).</source>
      <translation>Der Bericht konnte nicht geschrieben werden ({error}).</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.result_nodes</name>
    <message>
      <source>{volume} calcifications</source>
      <translation>{volume}: Verkalkungen</translation>
    </message>
    <message>
      <source>{volume} table of calcifications</source>
      <translation>{volume}: Tabelle der Verkalkungen</translation>
    </message>
    <message>
      <source>{volume} table of clusters</source>
      <translation>{volume}: Tabelle der Cluster</translation>
    </message>
    <message>
      <source>{volume} findings</source>
      <translation>{volume}: Befunde</translation>
    </message>
    <message>
      <source>{volume} analysis</source>
      <translation>{volume}: Analyse</translation>
    </message>
    <message>
      <source>{volume} heat map</source>
      <translation>{volume}: Heatmap</translation>
    </message>
    <message>
      <source>{volume} cluster</source>
      <translation>{volume}: Cluster</translation>
    </message>
    <message>
      <source>{volume} nipple</source>
      <translation>{volume}: Mamille</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.results</name>
    <message>
      <source>{name}, edited before</source>
      <translation>{name}, früher geändert</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.sample_data</name>
    <message>
      <source>Mammograms</source>
      <translation>Mammogramme</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.scene_image</name>
    <message>
      <source>Sizes in {volume} are of the pixel spacing of its detection, {before:g} mm, not of {now:g} mm: click Detect calcifications.</source>
      <translation>Größen in {volume} gelten für den Pixelabstand bei der Suche, {before:g} mm, nicht für {now:g} mm: auf Verkalkungen suchen klicken.</translation>
    </message>
    <message>
      <source>Sentences and places in {volume} are of {before}, as it was named at its detection: click Detect calcifications.</source>
      <translation>Sätze und Orte in {volume} gelten für {before}, wie die Aufnahme bei der Suche hieß: auf Verkalkungen suchen klicken.</translation>
    </message>
    <message>
      <source>The image in {volume} is another one than was analysed: its findings stay, click Detect calcifications for the new one.</source>
      <translation>Das Bild in {volume} ist ein anderes als das analysierte: seine Befunde bleiben, für das neue auf Verkalkungen suchen klicken.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.scene_state</name>
    <message>
      <source>The stored review of this volume cannot be read: {error} Click Detect calcifications to begin it again.</source>
      <translation>Die gespeicherte Durchsicht dieses Volumens ist nicht lesbar: {error} Auf Verkalkungen suchen klicken, um sie neu zu beginnen.</translation>
    </message>
    <message>
      <source>The stored analysis of this volume is damaged: click Detect calcifications.</source>
      <translation>Die gespeicherte Analyse dieses Volumens ist beschädigt: auf Verkalkungen suchen klicken.</translation>
    </message>
    <message>
      <source>The stored findings of this volume cannot be read ({error}): click Detect calcifications.</source>
      <translation>Die gespeicherten Befunde dieses Volumens sind nicht lesbar ({error}): auf Verkalkungen suchen klicken.</translation>
    </message>
    <message>
      <source>The stored settings of this volume cannot be read ({error}): click Detect calcifications.</source>
      <translation>Die gespeicherten Einstellungen dieses Volumens sind nicht lesbar ({error}): auf Verkalkungen suchen klicken.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.segmentation</name>
    <message>
      <source>Calcifications</source>
      <translation>Verkalkungen</translation>
    </message>
    <message>
      <source>Clusters</source>
      <translation>Cluster</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.session</name>
    <message>
      <source>This detection did not look at kinds, so that all are called not determined: click Detect calcifications for their kinds.</source>
      <translation>Diese Suche hat nicht auf Arten geachtet, daher heißen alle nicht bestimmt: auf Verkalkungen suchen klicken, um ihre Arten zu erhalten.</translation>
    </message>
    <message>
      <source>The segment Calcifications and tables of {volume} were deleted: Undo makes them again.</source>
      <translation>Das Segment Verkalkungen und Tabellen von {volume} wurden gelöscht: Rückgängig legt sie wieder an.</translation>
    </message>
    <message>
      <source>The segment Calcifications of {volume} was deleted: list and tables stay as they were, Undo draws it again.</source>
      <translation>Das Segment Verkalkungen von {volume} wurde gelöscht: Liste und Tabellen bleiben, Rückgängig zeichnet es wieder.</translation>
    </message>
    <message>
      <source>Left out as no calcifications: {reasons}.</source>
      <translation>Als keine Verkalkungen weggelassen: {reasons}.</translation>
    </message>
    <message>
      <source>{volume} has more than one set of findings: the newest is shown, the others stay in the scene.</source>
      <translation>{volume} hat mehr als einen Satz von Befunden: der neueste wird gezeigt, die anderen bleiben in der Szene.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.settings_widgets</name>
    <message>
      <source>sensitive</source>
      <translation>sensitiv</translation>
    </message>
    <message>
      <source>balanced</source>
      <translation>ausgewogen</translation>
    </message>
    <message>
      <source>specific</source>
      <translation>spezifisch</translation>
    </message>
    <message>
      <source>custom</source>
      <translation>eigener</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.single_marks</name>
    <message>
      <source>{volume} single, {kind}</source>
      <translation>{volume}: einzeln, {kind}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.subject_hierarchy</name>
    <message>
      <source>{volume} Microcalc</source>
      <translation>{volume} Microcalc</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.tables</name>
    <message>
      <source>Calcifications above the operating point; sizes in mm in the plane of the image</source>
      <translation>Verkalkungen über dem Arbeitspunkt; Größen in mm in der Bildebene</translation>
    </message>
    <message>
      <source>Clusters above the operating point, most suspicious first</source>
      <translation>Cluster über dem Arbeitspunkt, das Verdächtigste zuerst</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.tour</name>
    <message>
      <source>A real mammogram with calcified vessels of its own and one suspicious cluster that was simulated. Click Detect calcifications.</source>
      <translation>Ein wirkliches Mammogramm mit eigenen verkalkten Gefäßen und einem verdächtigen Cluster, der simuliert ist. Auf Verkalkungen suchen klicken.</translation>
    </message>
    <message>
      <source>Findings, most suspicious first. Click the first row: the view goes to the simulated cluster.</source>
      <translation>Befunde, das Verdächtigste zuerst. Auf die erste Zeile klicken: die Ansicht geht zum simulierten Cluster.</translation>
    </message>
    <message>
      <source>Calcified vessels are found too and called vascular: typically benign, so they are folded away until you tick this box.</source>
      <translation>Auch verkalkte Gefäße werden gefunden und heißen vaskulär: typisch benigne, daher eingeklappt, bis Sie dies ankreuzen.</translation>
    </message>
    <message>
      <source>More or fewer marks: move the slider. Nothing is computed again.</source>
      <translation>Mehr oder weniger Markierungen: den Regler schieben. Nichts wird neu berechnet.</translation>
    </message>
    <message>
      <source>You decide: Accept or Reject the chosen finding. Undo takes it back.</source>
      <translation>Sie entscheiden: den gewählten Befund annehmen oder ablehnen. Rückgängig nimmt es zurück.</translation>
    </message>
    <message>
      <source>Save the scene to keep all this; the tab DICOM writes it for a PACS. Now take a mammogram of your own.</source>
      <translation>Die Szene speichern, um all dies zu behalten; die Registerkarte DICOM schreibt es für ein PACS. Nun ein eigenes Mammogramm nehmen.</translation>
    </message>
    <message>
      <source>No mammogram is loaded: drop a file on the window, add it in the module DICOM, or take the sample.</source>
      <translation>Kein Mammogramm ist geladen: eine Datei auf das Fenster ziehen, im Modul DICOM hinzufügen oder das Beispiel nehmen.</translation>
    </message>
    <message>
      <source>Load the sample</source>
      <translation>Beispiel laden</translation>
    </message>
    <message>
      <source>Tour (60 s)</source>
      <translation>Tour (60 s)</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>End the tour</source>
      <translation>Tour beenden</translation>
    </message>
    <message>
      <source>Tour of 60 seconds on the sample</source>
      <translation>Tour von 60 Sekunden am Beispiel</translation>
    </message>
    <message>
      <source>Finish</source>
      <translation>Schluss</translation>
    </message>
    <message>
      <source>The sample mammogram cannot be loaded: install the extension again in the Extensions Manager.</source>
      <translation>Das Beispielmammogramm lässt sich nicht laden: die Erweiterung im Extensions Manager neu installieren.</translation>
    </message>
    <message>
      <source>{number} of {count}. {text}</source>
      <translation>{number} von {count}. {text}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.user_models</name>
    <message>
      <source>{name} (for comparison only)</source>
      <translation>{name} (nur zum Vergleich)</translation>
    </message>
    <message>
      <source>{name} (own)</source>
      <translation>{name} (eigenes)</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.vessel_lines</name>
    <message>
      <source>vascular: {length:.1f} mm, {calcified:.1f} mm of it calcified, {area:.1f} mm²</source>
      <translation>vaskulär: {length:.1f} mm, davon {calcified:.1f} mm verkalkt, {area:.1f} mm²</translation>
    </message>
    <message>
      <source>{volume} vessel {id}</source>
      <translation>{volume}: Gefäß {id}</translation>
    </message>
    <message>
      <source>Vessel {id}</source>
      <translation>Gefäß {id}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.view_controls</name>
    <message>
      <source>The views are not linked any more.</source>
      <translation>Die Ansichten sind nicht mehr gekoppelt.</translation>
    </message>
    <message>
      <source>The views are linked: pan, zoom and window of one are those of all.</source>
      <translation>Die Ansichten sind gekoppelt: Verschieben, Zoom und Fenster der einen gelten für alle.</translation>
    </message>
    <message>
      <source>Ruler</source>
      <translation>Lineal</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcCADSlicer.volume</name>
    <message>
      <source>No volume is chosen: load a mammogram and choose it beside Mammogram.</source>
      <translation>Kein Volumen ist gewählt: ein Mammogramm laden und neben Aufnahme wählen.</translation>
    </message>
    <message>
      <source>{name} has {count} slices: choose a single projection mammogram, not a volume or tomosynthesis.</source>
      <translation>{name} hat {count} Schichten: ein einzelnes Projektionsmammogramm wählen, kein Volumen und keine Tomosynthese.</translation>
    </message>
    <message>
      <source>The pixel spacing of {name} is not known: enter it in mm in Microcalc CAD, beside Pixel spacing under Advanced, for example 0.07.</source>
      <translation>Der Pixelabstand von {name} ist nicht bekannt: in Microcalc CAD unter Erweitert neben Pixelabstand in mm eingeben, zum Beispiel 0.07.</translation>
    </message>
    <message>
      <source>{name} is no volume: choose a mammogram.</source>
      <translation>{name} ist kein Volumen: ein Mammogramm wählen.</translation>
    </message>
    <message>
      <source>{name} is a label map: choose the mammogram itself.</source>
      <translation>{name} ist eine Labelmap: das Mammogramm selbst wählen.</translation>
    </message>
    <message>
      <source>{name} has no pixels: load the mammogram again.</source>
      <translation>{name} hat keine Bildpunkte: das Mammogramm erneut laden.</translation>
    </message>
    <message>
      <source>{name} is a colour image: turn it into grey values with the module Vector to Scalar Volume.</source>
      <translation>{name} ist ein Farbbild: mit dem Modul Vector to Scalar Volume in Grauwerte umwandeln.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcDICOMPlugin</name>
    <message>
      <source>Microcalc: the mammogram and its findings as they stand after review, for the same patient and study</source>
      <translation>Microcalc: das Mammogramm und seine Befunde nach der Durchsicht, für dieselbe Patientin und Studie</translation>
    </message>
    <message>
      <source>Mammography</source>
      <translation>Mammographie</translation>
    </message>
    <message>
      <source>Microcalc DICOM plugin</source>
      <translation>DICOM-Plugin von Microcalc</translation>
    </message>
    <message>
      <source>Loads mammograms and their marks through the DICOM module, and writes findings through its export. Research only.</source>
      <translation>Lädt Mammogramme und ihre Markierungen über das DICOM-Modul und schreibt Befunde über dessen Export. Nur für die Forschung.</translation>
    </message>
    <message>
      <source>{name} cannot be written any more: close this window and export again.</source>
      <translation>{name} lässt sich nicht mehr schreiben: dieses Fenster schließen und erneut exportieren.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.CalcificationBrushEffect</name>
    <message>
      <source>&lt;html&gt;Paint over a group of calcifications with the left button; several strokes add up. The blobs in the painted region are outlined; move &lt;i&gt;Lowest contrast&lt;/i&gt; until only calcifications are left, then click &lt;i&gt;Apply&lt;/i&gt; to add them to the selected segment.&lt;p&gt;&lt;b&gt;Shift&lt;/b&gt; with the wheel, or &lt;b&gt;+&lt;/b&gt; and &lt;b&gt;-&lt;/b&gt;, change the size of the brush. Sizes are millimetres in the detector plane. Research only: check every outline.&lt;/html&gt;</source>
      <translation>&lt;html&gt;Mit der linken Taste über eine Gruppe von Verkalkungen malen; mehrere Striche ergänzen sich. Die Blobs im gemalten Bereich werden umrandet; &lt;i&gt;Geringster Kontrast&lt;/i&gt; verschieben, bis nur Verkalkungen übrig sind, dann mit &lt;i&gt;Anwenden&lt;/i&gt; dem gewählten Segment hinzufügen.&lt;p&gt;&lt;b&gt;Umschalt&lt;/b&gt; mit dem Mausrad, oder &lt;b&gt;+&lt;/b&gt; und &lt;b&gt;-&lt;/b&gt;, ändern die Größe des Pinsels. Größen sind Millimeter in der Detektorebene. Nur für die Forschung: jeden Umriss prüfen.&lt;/html&gt;</translation>
    </message>
    <message>
      <source>Calcification brush</source>
      <translation>Verkalkungspinsel</translation>
    </message>
    <message>
      <source>Brush diameter (mm):</source>
      <translation>Pinseldurchmesser (mm):</translation>
    </message>
    <message>
      <source>Diameter of the brush in the detector plane.</source>
      <translation>Durchmesser des Pinsels in der Detektorebene.</translation>
    </message>
    <message>
      <source>Lowest contrast (%):</source>
      <translation>Geringster Kontrast (%):</translation>
    </message>
    <message>
      <source>Mean brightness of a blob above its surroundings, in percent of the full scale.</source>
      <translation>Mittlere Helligkeit eines Blobs über seiner Umgebung, in Prozent des Vollausschlags.</translation>
    </message>
    <message>
      <source>Added 1 calcification.</source>
      <translation>1 Verkalkung hinzugefügt.</translation>
    </message>
    <message>
      <source>Added {count} calcifications.</source>
      <translation>{count} Verkalkungen hinzugefügt.</translation>
    </message>
    <message>
      <source>{count} of {all} blobs pass.</source>
      <translation>{count} von {all} Blobs bleiben.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.CalcificationClickEffect</name>
    <message>
      <source>&lt;html&gt;Click near a calcification to add it to the selected segment; &lt;b&gt;Shift&lt;/b&gt;-click removes the one under the pointer. The outline shows what a click would add.&lt;p&gt;Sizes are millimetres in the detector plane. Masking and &lt;i&gt;Modify other segments&lt;/i&gt; hold as for other effects. Research only: check every outline.&lt;/html&gt;</source>
      <translation>&lt;html&gt;Nahe einer Verkalkung klicken, um sie dem gewählten Segment hinzuzufügen; ein Klick mit der &lt;b&gt;Umschalttaste&lt;/b&gt; entfernt die unter dem Mauszeiger. Der Umriss zeigt, was ein Klick hinzufügen würde.&lt;p&gt;Größen sind Millimeter in der Detektorebene. Maskierung und &lt;i&gt;Andere Segmente ändern&lt;/i&gt; gelten wie bei anderen Effekten. Nur für die Forschung: jeden Umriss prüfen.&lt;/html&gt;</translation>
    </message>
    <message>
      <source>Reach (mm):</source>
      <translation>Reichweite (mm):</translation>
    </message>
    <message>
      <source>How far from the pointer a calcification is looked for.</source>
      <translation>Wie weit vom Mauszeiger nach einer Verkalkung gesucht wird.</translation>
    </message>
    <message>
      <source>Calcification click</source>
      <translation>Verkalkung per Klick</translation>
    </message>
    <message>
      <source>There is no calcification within reach: raise the sensitivity, or widen the range of diameters.</source>
      <translation>In Reichweite ist keine Verkalkung: die Empfindlichkeit erhöhen oder den Bereich der Durchmesser erweitern.</translation>
    </message>
    <message>
      <source>The selected segment has nothing within reach to remove.</source>
      <translation>Das gewählte Segment hat in Reichweite nichts zu entfernen.</translation>
    </message>
    <message>
      <source>Added {area:.2f} mm².</source>
      <translation>{area:.2f} mm² hinzugefügt.</translation>
    </message>
    <message>
      <source>Removed {area:.2f} mm².</source>
      <translation>{area:.2f} mm² entfernt.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.DetectInRegionEffect</name>
    <message>
      <source>&lt;html&gt;Choose a detector and a region, click &lt;i&gt;Detect&lt;/i&gt;, move &lt;i&gt;Lowest score&lt;/i&gt; until the outlines suit, then &lt;i&gt;Apply&lt;/i&gt;. The detector sees the whole image; only its marks in the region are added. If the image was analysed by this detector before, its marks are there at once.&lt;p&gt;Research only: scores order marks by suspicion.&lt;/html&gt;</source>
      <translation>&lt;html&gt;Detektor und Bereich wählen, auf &lt;i&gt;Suchen&lt;/i&gt; klicken, &lt;i&gt;Niedrigster Score&lt;/i&gt; verschieben, bis die Umrisse passen, dann &lt;i&gt;Anwenden&lt;/i&gt;. Der Detektor sieht die ganze Aufnahme; nur seine Markierungen im Bereich werden hinzugefügt. Hat dieser Detektor die Aufnahme schon analysiert, sind seine Markierungen sofort da.&lt;p&gt;Nur für die Forschung: Scores ordnen Markierungen nach Verdacht.&lt;/html&gt;</translation>
    </message>
    <message>
      <source>Detect</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Detect in region</source>
      <translation>Suche im Bereich</translation>
    </message>
    <message>
      <source>Lowest score:</source>
      <translation>Niedrigster Score:</translation>
    </message>
    <message>
      <source>Operating point: marks of lower score are left out.</source>
      <translation>Arbeitspunkt: Markierungen mit niedrigerem Score werden ausgelassen.</translation>
    </message>
    <message>
      <source>what the slice view shows</source>
      <translation>was die Schichtansicht zeigt</translation>
    </message>
    <message>
      <source>editable area (masking)</source>
      <translation>bearbeitbarer Bereich (Maskierung)</translation>
    </message>
    <message>
      <source>region of interest</source>
      <translation>Region of Interest</translation>
    </message>
    <message>
      <source>Detector:</source>
      <translation>Detektor:</translation>
    </message>
    <message>
      <source>Region:</source>
      <translation>Bereich:</translation>
    </message>
    <message>
      <source>ROI:</source>
      <translation>ROI:</translation>
    </message>
    <message>
      <source>Cancelled: nothing was changed.</source>
      <translation>Abgebrochen: nichts wurde geändert.</translation>
    </message>
    <message>
      <source>Working: {percent:.0f} %, {text}</source>
      <translation>In Arbeit: {percent:.0f} %, {text}</translation>
    </message>
    <message>
      <source>Added 1 calcification.</source>
      <translation>1 Verkalkung hinzugefügt.</translation>
    </message>
    <message>
      <source>Added {count} calcifications.</source>
      <translation>{count} Verkalkungen hinzugefügt.</translation>
    </message>
    <message>
      <source>No region of interest is chosen: place one in the module Markups and choose it.</source>
      <translation>Keine Region of Interest ist gewählt: eine im Modul Markups setzen und wählen.</translation>
    </message>
    <message>
      <source>{count} of {all} candidates.</source>
      <translation>{count} von {all} Kandidaten.</translation>
    </message>
    <message>
      <source>The image in {volume} has changed since the detection: click Detect again.</source>
      <translation>Das Bild in {volume} hat sich seit der Suche geändert: noch einmal auf Suchen klicken.</translation>
    </message>
    <message>
      <source>No slice view shows {name}: show it, or choose another region.</source>
      <translation>Keine Schichtansicht zeigt {name}: es zeigen oder einen anderen Bereich wählen.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.RegroupClustersEffect</name>
    <message>
      <source>&lt;html&gt;Select the segment that holds the calcifications. The outlines show how they group; a smaller linking distance splits clusters, a larger one merges them. &lt;i&gt;Apply&lt;/i&gt; draws the groups into the segment &lt;i&gt;Clusters&lt;/i&gt;, brings the list of clusters to them, and changes no calcification; &lt;i&gt;Preview&lt;/i&gt; looks again after other edits.&lt;p&gt;Research only.&lt;/html&gt;</source>
      <translation>&lt;html&gt;Das Segment mit den Verkalkungen wählen. Die Umrisse zeigen, wie sie sich gruppieren; ein kleinerer Verbindungsabstand trennt Cluster, ein größerer vereint sie. &lt;i&gt;Anwenden&lt;/i&gt; zeichnet die Gruppen in das Segment &lt;i&gt;Cluster&lt;/i&gt;, passt die Liste der Cluster an und ändert keine Verkalkung; &lt;i&gt;Vorschau&lt;/i&gt; sieht nach anderen Änderungen erneut nach.&lt;p&gt;Nur für die Forschung.&lt;/html&gt;</translation>
    </message>
    <message>
      <source>1 group of calcifications</source>
      <translation>1 Gruppe von Verkalkungen</translation>
    </message>
    <message>
      <source>{count} groups of calcifications</source>
      <translation>{count} Gruppen von Verkalkungen</translation>
    </message>
    <message>
      <source>Split / merge clusters</source>
      <translation>Cluster trennen / vereinen</translation>
    </message>
    <message>
      <source>Draw the groups into the segment Clusters.</source>
      <translation>Die Gruppen in das Segment Cluster zeichnen.</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
    <message>
      <source>Linking distance (mm):</source>
      <translation>Verbindungsabstand (mm):</translation>
    </message>
    <message>
      <source>Calcifications at most this far apart belong together: less splits clusters, more merges them.</source>
      <translation>Verkalkungen, die höchstens so weit auseinanderliegen, gehören zusammen: weniger trennt Cluster, mehr vereint sie.</translation>
    </message>
    <message>
      <source>Fewest calcifications:</source>
      <translation>Mindestzahl:</translation>
    </message>
    <message>
      <source>Smallest group that is shown.</source>
      <translation>Kleinste Gruppe, die gezeigt wird.</translation>
    </message>
    <message>
      <source>{number}: {groups}; {alone} alone.</source>
      <translation>{number}: {groups}; {alone} einzeln.</translation>
    </message>
    <message>
      <source>The segment Clusters holds areas: select the segment of the calcifications themselves.</source>
      <translation>Das Segment Cluster enthält Flächen: das Segment der Verkalkungen selbst wählen.</translation>
    </message>
    <message>
      <source>{count} on {area:.0f} mm² ({density:.0f} in a cm²)</source>
      <translation>{count} auf {area:.0f} mm² ({density:.0f} in einem cm²)</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>Drawn. {summary}</source>
      <translation>Gezeichnet. {summary}</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.apply_buttons</name>
    <message>
      <source>Add what the preview shows to the selected segment.</source>
      <translation>Dem gewählten Segment hinzufügen, was die Vorschau zeigt.</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>Leeren</translation>
    </message>
    <message>
      <source>Apply</source>
      <translation>Anwenden</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.base</name>
    <message>
      <source>This view shows another image: work where it shows {name}, or choose segmentation and source volume of the shown one.</source>
      <translation>Diese Ansicht zeigt eine andere Aufnahme: dort arbeiten, wo {name} gezeigt wird, oder Segmentierung und Quellvolumen der gezeigten wählen.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.blob_options</name>
    <message>
      <source>Smallest diameter (mm):</source>
      <translation>Kleinster Durchmesser (mm):</translation>
    </message>
    <message>
      <source>Diameter, in the detector plane, of the smallest calcifications that are looked for.</source>
      <translation>Durchmesser der kleinsten gesuchten Verkalkungen in der Detektorebene.</translation>
    </message>
    <message>
      <source>Largest diameter (mm):</source>
      <translation>Größter Durchmesser (mm):</translation>
    </message>
    <message>
      <source>Diameter of the largest calcifications that are looked for.</source>
      <translation>Durchmesser der größten gesuchten Verkalkungen.</translation>
    </message>
    <message>
      <source>Sensitivity:</source>
      <translation>Empfindlichkeit:</translation>
    </message>
    <message>
      <source>Higher finds fainter calcifications; 0.5 is the detector's threshold.</source>
      <translation>Höher findet schwächere Verkalkungen; 0.5 ist die Schwelle des Detektors.</translation>
    </message>
  </context>
  <context>
    <name>MicrocalcEffects.edited_image</name>
    <message>
      <source>No source volume is chosen: choose the mammogram above the effects.</source>
      <translation>Kein Quellvolumen ist gewählt: über den Effekten das Mammogramm wählen.</translation>
    </message>
    <message>
      <source>These are the marks of {own}: choose it as source volume, or choose the segmentation of {name}.</source>
      <translation>Dies sind die Markierungen von {own}: diese als Quellvolumen wählen oder die Segmentierung von {name} wählen.</translation>
    </message>
    <message>
      <source>The segmentation and {name} lie on different grids: click Specify geometry, beside Source volume, and choose {name}.</source>
      <translation>Die Segmentierung und {name} liegen in verschiedenen Rastern: neben Source volume auf Specify geometry klicken und {name} wählen.</translation>
    </message>
  </context>
</TS>
