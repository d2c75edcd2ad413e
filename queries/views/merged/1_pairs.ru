#+ summary: Two records are one where an eligible claim says so and no claim denies it, in either direction.
#+ note: What is only suspected or an opinion leaves them apart; so does a denial, under any modality.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX said: <https://w3id.org/actors-events/said#>
PREFIX view: <https://w3id.org/actors-events/view#>

INSERT { ?one view:same ?other . ?other view:same ?one } WHERE {
  ?claim said:sameAs ?other ; kg:about ?one ; kg:modality kg:asserted .
  FILTER (?one != ?other)
  FILTER NOT EXISTS { ?claim kg:negated true }
  FILTER NOT EXISTS { ?claim kg:reading kg:coreference-inferred }
  FILTER NOT EXISTS { ?claim kg:reading kg:attribution-inferred }
  FILTER NOT EXISTS { ?denial said:sameAs ?other ; kg:about ?one ; kg:negated true }
  FILTER NOT EXISTS { ?denial said:sameAs ?one ; kg:about ?other ; kg:negated true }
}
