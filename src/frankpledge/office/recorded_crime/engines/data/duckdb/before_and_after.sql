-- answers: Each area in two periods, for maps of change; a period with a month missing has no figure.
-- parameters: months texts, crime_types texts, level text, within text, from_month text
-- columns: area text, before integer, after integer, ratio number
-- key: area
-- with: months kept inside every_area home area_counts area_dense
SELECT area, before, after, CAST(after AS DOUBLE) / NULLIF(before, 0) AS ratio
FROM (
  SELECT
    area,
    CASE
      WHEN SUM(CASE WHEN month < $from_month AND n IS NULL THEN 1 ELSE 0 END) = 0
        THEN CAST(SUM(CASE WHEN month < $from_month THEN n ELSE 0 END) AS BIGINT)
    END AS before,
    CASE
      WHEN SUM(CASE WHEN month >= $from_month AND n IS NULL THEN 1 ELSE 0 END) = 0
        THEN CAST(SUM(CASE WHEN month >= $from_month THEN n ELSE 0 END) AS BIGINT)
    END AS after
  FROM area_dense
  GROUP BY area
) AS periods
