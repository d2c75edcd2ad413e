#+ summary: A value that some claim states and another negates, itself or as a broader one, is contested.
#+ note: Of a property that may have several values, only the negated one falls.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>

INSERT { ?thing kg:contested ?property } WHERE {
  ?property kg:saidAs ?said .
  ?thing ?said ?denied ; ?property ?value .
  ?value weigh:within* ?denied .
} ;

DELETE { ?thing ?property ?value } WHERE {
  ?property kg:promotion "each" ; kg:saidAs ?said .
  ?thing ?said ?denied ; ?property ?value .
  ?value weigh:within* ?denied .
}
