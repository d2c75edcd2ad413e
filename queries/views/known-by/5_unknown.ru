#+ summary: What is not known is gone, and what is generally known of it; then the marks are.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX view: <https://w3id.org/actors-events/view#>

DELETE { ?claim ?property ?value } WHERE {
  ?source a kg:CuratorNote .
  MINUS { ?source kg:published ?day }
  ?claim kg:in ?source ; kg:about ?thing ; ?property ?value .
  MINUS { ?thing view:known true }
} ;

DELETE { ?other ?property ?thing } WHERE {
  ?thing view:later true .
  ?other ?property ?thing .
} ;

DELETE { ?thing ?property ?value } WHERE {
  {
    SELECT ?thing WHERE {
      ?thing a ?class .
      FILTER (STRSTARTS(STR(?class), STR(kg:)) && ?class != kg:Date && !STRSTARTS(STR(?thing), STR(kg:)))
      MINUS { ?thing view:known true }
      MINUS { ?thing kg:in ?source }
    }
  }
  ?thing ?property ?value .
} ;

DELETE WHERE { ?thing view:known ?mark } ;

DELETE WHERE { ?thing view:later ?mark }
