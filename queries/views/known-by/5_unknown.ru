#+ summary: What is not known is gone, and what is generally known of it; then the marks are.
#+ note: >-
#+   A claim of what is generally known goes where it is about nothing known, or names something that is not. Of several
#+   things that it is about, those that are known stay.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX view: <https://w3id.org/actors-events/view#>

DELETE { ?claim kg:about ?thing } INSERT { ?claim view:doubted true } WHERE {
  ?source a kg:CuratorNote .
  MINUS { ?source kg:published ?day }
  ?claim kg:in ?source ; kg:about ?thing .
  MINUS { ?thing view:known true }
} ;

INSERT { ?claim view:unknown true } WHERE {
  ?claim view:doubted true .
  MINUS { ?claim kg:about ?thing }
} ;

INSERT { ?claim view:unknown true } WHERE {
  ?source a kg:CuratorNote .
  MINUS { ?source kg:published ?day }
  ?claim kg:in ?source ; ?property ?thing .
  ?thing a ?class .
  FILTER (STRSTARTS(STR(?class), STR(kg:)) && ?class != kg:Date && !STRSTARTS(STR(?thing), STR(kg:)))
  MINUS { ?thing view:known true }
} ;

DELETE { ?claim ?property ?value } WHERE { ?claim view:unknown true ; ?property ?value } ;

DELETE WHERE { ?claim view:doubted ?mark } ;

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
