#+ summary: Claims about what is gone are gone, and so is every link to it.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX view: <https://w3id.org/actors-events/view#>

DELETE { ?claim kg:about ?thing } INSERT { ?claim view:touched true } WHERE {
  ?thing view:elsewhen true .
  ?claim kg:about ?thing .
} ;

DELETE { ?claim ?property ?value } WHERE {
  ?claim view:touched true ; ?property ?value .
  MINUS { ?claim kg:about ?thing }
} ;

DELETE WHERE { ?claim view:touched true } ;

DELETE { ?other ?property ?thing } WHERE {
  ?thing view:elsewhen true .
  ?other ?property ?thing .
} ;

DELETE { ?thing ?property ?value } WHERE {
  ?thing view:elsewhen true ; ?property ?value .
}
