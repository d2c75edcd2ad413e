#+ summary: The dates that bound an event: approximate or doubtful ones only where there are no others.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>

INSERT { ?event weigh:dated ?date } WHERE {
  ?event kg:date|weigh:settledDate ?date .
  MINUS { ?date kg:qualified true }
} ;

INSERT { ?event weigh:dated ?date } WHERE {
  ?event kg:date|weigh:settledDate ?date .
  MINUS { ?event weigh:dated ?other }
}
