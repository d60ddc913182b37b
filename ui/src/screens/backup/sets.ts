// The eight digits of a set, in fours: as they stand on the page of a share.
export const inFours = (set: string) => set.replace(/^(.{4})(.{4})$/u, "$1 $2");
