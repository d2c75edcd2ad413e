#+ summary: What certainly had not begun on a day is gone, and so are tenures of which it is certain that they were over.
#+ note: An event stays from the first day on which it may have begun, as something that had happened by then; one
#+   of a class with kg:lapses, such as a moratorium, only until the last day on which it may have ended.
#+   What has no dates stays.
#+ parameters:
#+   day: the day
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX view: <https://w3id.org/actors-events/view#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { ?thing view:elsewhen true } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  {
    ?thing kg:earliest ?first .
    MINUS { ?thing a kg:Date }
  } UNION {
    ?thing kg:began/kg:earliest ?first .
  } UNION {
    ?thing kg:ended/kg:latest ?last .
  } UNION {
    ?class rdfs:subClassOf*/kg:lapses true .
    ?thing a ?class ; kg:latest ?last .
  }
  FILTER (IF(BOUND(?first), ?first > ?day, ?last < ?day))
}
