/** The first instant of a day in Asia/Shanghai. The zone has had no summer time since 1991. */
export const dayStart = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
