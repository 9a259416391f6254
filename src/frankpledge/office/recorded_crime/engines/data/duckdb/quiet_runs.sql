-- answers: The longest run of supplied months without anything, in each area.
-- parameters: months texts, crime_types texts, level text, within text
-- columns: area text, longest_quiet integer
-- key: area
-- with: months kept inside every_area home area_counts area_dense
SELECT area, CAST(MAX(run) AS BIGINT) AS longest_quiet
FROM (
  SELECT area, SUM(CASE WHEN n = 0 THEN 1 ELSE 0 END) AS run
  FROM (
    SELECT
      area,
      n,
      SUM(CASE WHEN n = 0 THEN 0 ELSE 1 END) OVER (
        PARTITION BY area ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS stretch
    FROM area_dense
  ) AS stretches
  GROUP BY area, stretch
) AS runs
GROUP BY area
