#+ summary: Two dates contest each other when they have no beginning or no end in common, and one day when it cannot be both.
#+ note: A time that lasted and another that began or ended otherwise do so, although they share days.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>

INSERT { ?thing kg:contested ?property } WHERE {
  ?thing weigh:several ?property ; ?property ?one, ?other .
  OPTIONAL { ?one kg:latestStartDay ?lastStart }
  OPTIONAL { ?one kg:latestDay ?last }
  OPTIONAL { ?other kg:earliestDay ?first }
  OPTIONAL { ?other kg:earliestEndDay ?firstEnd }
  OPTIONAL { ?one kg:oneDay ?oneDay }
  OPTIONAL { ?other kg:oneDay ?otherOneDay }
  FILTER (
    COALESCE(?lastStart < ?first, false) || COALESCE(?last < ?firstEnd, false)
    || (COALESCE(?oneDay, ?otherOneDay, false) && COALESCE(?lastStart < ?firstEnd, false))
  )
}
