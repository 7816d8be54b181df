-- Whether a session keeps pictures is its own, not its server's memory: it holds for a later stream, too.
alter table session add column images boolean not null default false;
update session set images = true where id in (select session_id from face_image);
