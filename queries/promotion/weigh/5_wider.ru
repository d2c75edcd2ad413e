#+ summary: A broader concept, or a whole, gives way to the narrower value.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>

DELETE { ?thing ?property ?wide } WHERE {
  ?thing weigh:several ?property ; ?property ?narrow, ?wide .
  ?narrow weigh:within+ ?wide .
  MINUS { ?wide weigh:within+ ?narrow }
}
