SELECT *
FROM cells
WHERE LIST_CONTAINS(CAST($months AS TEXT[]), month)
  AND ((ARRAY_LENGTH(CAST($crime_types AS TEXT[])) = 0 AND NOT is_asb)
    OR LIST_CONTAINS(CAST($crime_types AS TEXT[]), crime_type))
