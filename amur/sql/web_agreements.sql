-- The register, newest first; every filter is optional.
SELECT *
FROM agreement
WHERE
    ($1 = '' OR stage = $1)
    AND ($2 = '' OR list_contains(sectors, $2))
    AND (
        $3 = ''
        OR contains(
            lower(concat_ws(
                ' ', agreement_id, title, place, event, array_to_string(list_transform(parties, lambda p : p.name), ' ')
            )),
            lower($3)
        )
    )
ORDER BY last_reported_at DESC, agreement_id
LIMIT $4;
