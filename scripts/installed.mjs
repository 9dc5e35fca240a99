/** After npm ci: prints which Node.js runs the code, which may differ from npm's own, and what to do next. */
const needed = 24;
const [, own] = /\bnode\/(\S+)/.exec(process.env.npm_config_user_agent ?? '') ?? [];
const runs = process.version;
const isRight = Number(process.versions.node.split('.')[0]) >= needed;

if (!isRight) console.log(`Waybill needs Node.js ${needed}, and this is ${runs}: install it before npm start.`);
else if (own && own !== runs)
  console.log(`Node.js ${runs} came along and runs Waybill; npm goes on using your ${own}.`);
if (isRight) console.log('Next: npm start');
