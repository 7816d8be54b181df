-- The same text for SQLite and PostgreSQL. Times within a session are microseconds since its start.
create table session (
  id            text primary key,
  name          text not null,
  source        text not null,
  model         text not null,
  started_at    bigint not null, -- milliseconds since 1970, as heartbeat_at and ended_at
  heartbeat_at  bigint not null,
  ended_at      bigint,
  baseline_from bigint,
  baseline_to   bigint
);

create table frame (
  session_id text not null references session (id) on delete cascade,
  time       bigint not null,
  primary key (session_id, time)
);

create table observation (
  session_id       text not null,
  time             bigint not null,
  track            integer not null,
  emotion          text not null, -- of the steadied probabilities, or 'uncertain'
  neutral          real not null,
  happiness        real not null,
  surprise         real not null,
  sadness          real not null,
  anger            real not null,
  disgust          real not null,
  fear             real not null,
  contempt         real not null,
  steady_neutral   real not null,
  steady_happiness real not null,
  steady_surprise  real not null,
  steady_sadness   real not null,
  steady_anger     real not null,
  steady_disgust   real not null,
  steady_fear      real not null,
  steady_contempt  real not null,
  box_left         real not null,
  box_top          real not null,
  box_width        real not null,
  box_height       real not null,
  detection_score  real not null,
  reasons          text not null, -- why the face can be seen badly, space between; empty if it can be seen well
  primary key (session_id, time, track),
  foreign key (session_id, time) references frame (session_id, time) on delete cascade
);

create table event (
  session_id text not null references session (id) on delete cascade,
  number     integer not null,
  time       bigint not null,
  track      integer not null,
  rule       text not null,
  kind       text not null,
  value      real not null,
  primary key (session_id, number)
);

-- Only filled if the session was started with images: the aligned face, a PNG in Base64.
create table face_image (
  session_id text not null references session (id) on delete cascade,
  time       bigint not null,
  track      integer not null,
  png        text not null,
  primary key (session_id, time, track)
);

create index session_started on session (started_at);
