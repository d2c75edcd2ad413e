#+ summary: What the record of a known thing names is known too.
#+ repeat: true
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX view: <https://w3id.org/actors-events/view#>

INSERT { ?thing view:known true } WHERE {
  SELECT DISTINCT ?thing WHERE {
    ?known view:known true ; ?property ?thing .
    FILTER (isIRI(?thing) && !STRSTARTS(STR(?thing), STR(kg:)))
    MINUS { ?thing view:later true }
    MINUS { ?thing view:known true }
  }
}
