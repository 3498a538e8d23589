const { TestEnvironment } = require('jest-environment-node');

/**
 * Runs a spec file under the time zone of its project. Set here and not in setupFiles: specs see a copy of
 * process.env, and only a write to the real one moves the clock of the process.
 */
module.exports = class TimeZoneEnvironment extends TestEnvironment {
  constructor(config, context) {
    const before = process.env.TZ;
    process.env.TZ = config.projectConfig.testEnvironmentOptions.timeZone;
    super(config, context);
    this.zoneBefore = before;
  }

  async teardown() {
    if (this.zoneBefore === undefined) delete process.env.TZ;
    else process.env.TZ = this.zoneBefore;
    await super.teardown();
  }
};
