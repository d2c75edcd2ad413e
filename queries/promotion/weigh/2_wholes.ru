#+ summary: A whole that claims state orders values as a recorded one does, unless they disagree on it.
#+ note: Of two wholes, one within the other, the narrower is the next; so the step is taken twice.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT { ?part weigh:within ?whole } WHERE {
  {
    SELECT ?order ?part WHERE { ?order a owl:TransitiveProperty . ?part ?order ?each }
    GROUP BY ?order ?part HAVING (COUNT(?each) = 1)
  }
  ?part ?order ?whole .
  MINUS { ?order kg:saidAs ?said . ?part ?said ?whole }
} ;

DELETE { ?part ?order ?wide } WHERE {
  ?order a owl:TransitiveProperty .
  ?part ?order ?narrow, ?wide .
  ?narrow weigh:within+ ?wide .
  MINUS { ?wide weigh:within+ ?narrow }
} ;

INSERT { ?part weigh:within ?whole } WHERE {
  {
    SELECT ?order ?part WHERE { ?order a owl:TransitiveProperty . ?part ?order ?each }
    GROUP BY ?order ?part HAVING (COUNT(?each) = 1)
  }
  ?part ?order ?whole .
  MINUS { ?order kg:saidAs ?said . ?part ?said ?whole }
}
