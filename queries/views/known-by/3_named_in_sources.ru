#+ summary: Known is what a source is, or names in a claim, a mention or a section.
#+ note: What is generally known makes nothing known of which no source has spoken.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX view: <https://w3id.org/actors-events/view#>

INSERT { ?thing view:known true } WHERE {
  SELECT DISTINCT ?thing WHERE {
    {
      ?thing kg:published ?day
    } UNION {
      ?thing a kg:CuratorNote
    } UNION {
      ?source kg:published ?day .
      ?thing kg:sectionOf ?source .
    } UNION {
      ?source kg:published ?day .
      ?part kg:in ?source ; ?property ?thing .
      FILTER (isIRI(?thing) && !STRSTARTS(STR(?thing), STR(kg:)))
    }
    MINUS { ?thing view:later true }
    MINUS { ?thing kg:sectionOf ?other . ?other view:later true }
  }
}
