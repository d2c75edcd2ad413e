#+ summary: A broader concept, or a whole, gives way to the narrower value.
PREFIX kg: <https://w3id.org/actors-events/ontology#>

DELETE { ?thing ?property ?wide } WHERE {
  ?thing kg:several ?property ; ?property ?narrow .
  ?narrow kg:within+ ?wide .
  ?thing ?property ?wide .
  FILTER (!sameTerm(?narrow, ?wide))
}
