// Somebody else's Open311 client before a hotline: node client.js ENDPOINT JURISDICTION API_KEY file|status [ID]
// prints what the client made of the answer, as JSON.
'use strict';
const Open311 = require('open311');

const [endpoint, jurisdiction, apiKey, what, id] = process.argv.slice(2);
const client = new Open311({ endpoint: `${endpoint}/open311/v2/`, discovery: `${endpoint}/open311/discovery.json`, jurisdiction, apiKey, format: 'json' });

function done(err, answer) {
  if (err) {
    console.error(answer);
    process.exit(1);
  }
  console.log(JSON.stringify(answer));
}

const asks = {
  discovery: () => client.serviceDiscovery({ cache: true }, (err, answer) => done(err, { answer, endpoint: client.endpoint })),
  services: () => client.serviceList(done),
  file: () =>
    client.submitRequest(
      { service_code: 'HELP', address_string: '解放路12号', lat: '34.44', long: '115.65', first_name: '三', last_name: '张', phone: '15400000001', description: '解放路路灯不亮，已经三天。' },
      done,
    ),
  status: () => client.serviceRequest(id, {}, done),
  list: () => client.serviceRequests({ status: 'open' }, done),
};
asks[what]();
