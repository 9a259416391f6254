SELECT
  CASE CAST($level AS TEXT)
    WHEN 'lsoa21' THEN lsoa21_code
    WHEN 'ward24' THEN ward24
    WHEN 'district24' THEN district24
    WHEN 'force24' THEN force24
  END AS area,
  force24, month, reported_by, crime_type, n
FROM kept
WHERE placed = 'placed'
  AND (CAST($within AS TEXT) IS NULL
    OR force24 = CAST($within AS TEXT)
    OR district24 = CAST($within AS TEXT)
    OR ward24 = CAST($within AS TEXT)
    OR lsoa21_code = CAST($within AS TEXT))
