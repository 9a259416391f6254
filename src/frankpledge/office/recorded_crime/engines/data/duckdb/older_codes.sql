-- answers: How much was published under codes of other boundaries and had to be put over?
-- parameters: months texts, reported_by text
-- columns: month text, as_published integer, put_over integer, not_placed integer
-- key: month
-- with: months
SELECT
  month,
  CAST(SUM(CASE WHEN placed = 'placed' AND lsoa_code = lsoa21_code THEN n ELSE 0 END) AS BIGINT) AS as_published,
  CAST(SUM(CASE WHEN placed = 'placed' AND lsoa_code <> lsoa21_code THEN n ELSE 0 END) AS BIGINT) AS put_over,
  CAST(SUM(CASE WHEN placed = 'placed' THEN 0 ELSE n END) AS BIGINT) AS not_placed
FROM cells
WHERE month IN (SELECT month FROM months)
  AND (CAST($reported_by AS TEXT) IS NULL OR reported_by = CAST($reported_by AS TEXT))
GROUP BY month
