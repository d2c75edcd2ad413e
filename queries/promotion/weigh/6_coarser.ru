#+ summary: A coarser date gives way to the one that lies within it.
#+ note: >-
#+   Of two dates with the same days one stays. An approximate or doubtful date may lie within the days of another, but
#+   that it does is not certain: it gives way to one that is neither, and never the other way round.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>

DELETE { ?thing ?property ?wide } WHERE {
  ?thing weigh:several ?property ; ?property ?narrow, ?wide .
  ?narrow a kg:Date .
  ?wide a kg:Date .
  OPTIONAL { ?narrow kg:earliestDay ?first }
  OPTIONAL { ?narrow kg:latestDay ?last }
  OPTIONAL { ?wide kg:earliestDay ?from }
  OPTIONAL { ?wide kg:latestDay ?until }
  OPTIONAL { ?narrow kg:qualified ?about }
  OPTIONAL { ?wide kg:qualified ?wideAbout }
  FILTER (!BOUND(?about) || BOUND(?wideAbout))
  BIND (COALESCE(?first, -9999999) AS ?a)
  BIND (COALESCE(?last, 9999999) AS ?b)
  BIND (COALESCE(?from, -9999999) AS ?c)
  BIND (COALESCE(?until, 9999999) AS ?d)
  FILTER (?c <= ?a && ?b <= ?d && (?c < ?a || ?b < ?d || STR(?narrow) < STR(?wide) || !BOUND(?about) && BOUND(?wideAbout)))
}
