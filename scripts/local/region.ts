/** Some region must be named; none is asked. */
export const localRegion = 'eu-west-1';
