/** Runs before any other script: all scripts are TypeScript, which Node.js runs natively from version 24 on. */
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Waybill needs Node 24, and this is ${process.version}. On Linux \`npm ci\` brings it along; elsewhere, or after --omit=optional, install Node 24 yourself.`,
  );
  process.exit(1);
}
