import { type JobName, type JobPayload } from '#contracts/jobs.js';

const HANDLED_JOB = Symbol('handled job');

type Handler<N extends JobName> = (payload: JobPayload<N>) => Promise<void>;

/** Marks the method that does a job of the catalogue; the compiler checks the payload it takes. */
export function HandlesJob<N extends JobName>(name: N) {
  return (_target: object, _key: string, descriptor: TypedPropertyDescriptor<Handler<N>>): void => {
    if (descriptor.value) Reflect.defineMetadata(HANDLED_JOB, name, descriptor.value);
  };
}

/** The job that a method was marked for. */
export const handledJob = (method: object): JobName | undefined =>
  Reflect.getMetadata(HANDLED_JOB, method) as JobName | undefined;
