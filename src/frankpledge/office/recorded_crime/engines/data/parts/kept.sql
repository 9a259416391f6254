SELECT c.*
FROM cells AS c
JOIN months AS m ON m.month = c.month
WHERE (ARRAY_LENGTH(CAST($crime_types AS TEXT[])) = 0 AND NOT c.is_asb)
  OR LIST_CONTAINS(CAST($crime_types AS TEXT[]), c.crime_type)
