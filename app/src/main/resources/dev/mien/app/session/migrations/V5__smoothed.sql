-- The probabilities over time are called smoothed, as in JSON and CSV.
alter table observation rename column steady_neutral to smoothed_neutral;
alter table observation rename column steady_happiness to smoothed_happiness;
alter table observation rename column steady_surprise to smoothed_surprise;
alter table observation rename column steady_sadness to smoothed_sadness;
alter table observation rename column steady_anger to smoothed_anger;
alter table observation rename column steady_disgust to smoothed_disgust;
alter table observation rename column steady_fear to smoothed_fear;
alter table observation rename column steady_contempt to smoothed_contempt;
