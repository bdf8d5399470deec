// Loaded into the server and the worker by `npm start`: when it is gone, killed even, they stop.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
