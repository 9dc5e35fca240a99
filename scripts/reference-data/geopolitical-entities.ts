export interface GeopoliticalEntity {
  readonly name: string;
  readonly type: string;
  /** Alpha-2 codes, or `@` and a code of UN M49 that CLDR resolves to countries. */
  readonly members: string;
}

/** Members as the organizations listed them by the beginning of 2026; regions by UN M49, as CLDR has them. */
export const geopoliticalEntities: Readonly<Record<string, GeopoliticalEntity>> = {
  AF: { name: 'Africa', type: 'Continent', members: '@002' },
  AN: { name: 'Antarctica', type: 'Continent', members: 'AQ BV GS HM TF' },
  AS: { name: 'Asia', type: 'Continent', members: '@142' },
  EU: { name: 'Europe', type: 'Continent', members: '@150 XK' },
  NA: { name: 'North America', type: 'Continent', members: '@003' },
  OC: { name: 'Oceania', type: 'Continent', members: '@009' },
  SA: { name: 'South America', type: 'Continent', members: '@005' },
  ARAB: { name: 'Arabian Peninsula', type: 'SubContinent', members: 'AE BH KW OM QA SA YE' },
  CAM: { name: 'Central America', type: 'SubContinent', members: '@013' },
  CAS: { name: 'Central Asia', type: 'SubContinent', members: '@143' },
  EAS: { name: 'East Asia', type: 'SubContinent', members: '@030' },
  INDS: { name: 'Indian subcontinent', type: 'SubContinent', members: 'BD BT IN LK MV NP PK' },
  SCAN: { name: 'Scandinavia', type: 'SubContinent', members: 'DK NO SE' },
  SEA: { name: 'South-east Asia', type: 'SubContinent', members: '@035' },
  BALK: { name: 'Balkans', type: 'GeopoliticalRegion', members: 'AL BA BG GR HR ME MK RO RS SI XK' },
  BALT: { name: 'Baltic states', type: 'GeopoliticalRegion', members: 'EE LT LV' },
  BENE: { name: 'Benelux', type: 'GeopoliticalRegion', members: 'BE LU NL' },
  CARIB: { name: 'Caribbean', type: 'GeopoliticalRegion', members: '@029' },
  LATAM: { name: 'Latin America', type: 'GeopoliticalRegion', members: '@419' },
  MENA: {
    name: 'Middle East and North Africa',
    type: 'GeopoliticalRegion',
    members: 'AE BH DJ DZ EG IL IQ IR JO KW LB LY MA MT OM PS QA SA SY TN YE',
  },
  NORD: { name: 'Nordic countries', type: 'GeopoliticalRegion', members: 'AX DK FI FO GL IS NO SE SJ' },
  SAHEL: { name: 'Sahel', type: 'GeopoliticalRegion', members: 'BF CM GM GN ML MR NE NG SN TD' },
  SSA: { name: 'Sub-Saharan Africa', type: 'GeopoliticalRegion', members: '@202' },
  AFTA: { name: 'ASEAN Free Trade Area', type: 'FreeTradeAgreement', members: 'BN ID KH LA MM MY PH SG TH TL VN' },
  CPTPP: {
    name: 'Comprehensive and Progressive Agreement for Trans-Pacific Partnership',
    type: 'FreeTradeAgreement',
    members: 'AU BN CA CL GB JP MX MY NZ PE SG VN',
  },
  RCEP: {
    name: 'Regional Comprehensive Economic Partnership',
    type: 'FreeTradeAgreement',
    members: 'AU BN CN ID JP KH KR LA MM MY NZ PH SG TH VN',
  },
  USMCA: { name: 'United States–Mexico–Canada Agreement', type: 'FreeTradeAgreement', members: 'CA MX US' },
  EUCU: {
    name: 'European Union Customs Union',
    type: 'CustomsUnion',
    members: 'AD AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK SM TR',
  },
  SACU: { name: 'Southern African Customs Union', type: 'CustomsUnion', members: 'BW LS NA SZ ZA' },
  EEA: { name: 'European Economic Area', type: 'CommonMarket', members: '@EU IS LI NO' },
  MERCOSUR: { name: 'Southern Common Market', type: 'CommonMarket', members: 'AR BO BR PY UY' },
  EAEU: { name: 'Eurasian Economic Union', type: 'EconomicUnion', members: 'AM BY KG KZ RU' },
  EZ: {
    name: 'Euro area',
    type: 'MonetaryUnion',
    members: 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK',
  },
  ECCU: { name: 'Eastern Caribbean Currency Union', type: 'MonetaryUnion', members: 'AG AI DM GD KN LC MS VC' },
  WAEMU: {
    name: 'West African Economic and Monetary Union',
    type: 'MonetaryUnion',
    members: 'BF BJ CI GW ML NE SN TG',
  },
  CEMAC: {
    name: 'Economic and Monetary Community of Central Africa',
    type: 'MonetaryUnion',
    members: 'CF CG CM GA GQ TD',
  },
  EUR: { name: 'European Union', type: 'PoliticalUnion', members: '@EU' },
  AU: { name: 'African Union', type: 'GovernanceAndCooperationAgreement', members: '@002 -EA -IC -IO -RE -SH -TF -YT' },
  AL: {
    name: 'Arab League',
    type: 'GovernanceAndCooperationAgreement',
    members: 'AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE',
  },
  ASEAN: {
    name: 'Association of Southeast Asian Nations',
    type: 'GovernanceAndCooperationAgreement',
    members: 'BN ID KH LA MM MY PH SG TH TL VN',
  },
  BRICS: { name: 'BRICS', type: 'GovernanceAndCooperationAgreement', members: 'AE BR CN EG ET ID IN IR RU ZA' },
  CARICOM: {
    name: 'Caribbean Community',
    type: 'GovernanceAndCooperationAgreement',
    members: 'AG BB BS BZ DM GD GY HT JM KN LC MS SR TT VC',
  },
  COE: {
    name: 'Council of Europe',
    type: 'GovernanceAndCooperationAgreement',
    members:
      'AD AL AM AT AZ BA BE BG CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM TR UA',
  },
  CW: {
    name: 'Commonwealth of Nations',
    type: 'GovernanceAndCooperationAgreement',
    members:
      'AG AU BB BD BN BS BW BZ CA CM CY DM FJ GA GB GD GH GM GY IN JM KE KI KN LC LK LS MT MU MV MW MY MZ NA NG NR NZ PG PK RW SB SC SG SL SZ TG TO TT TV TZ UG VC VU WS ZA ZM',
  },
  G7: { name: 'Group of Seven', type: 'GovernanceAndCooperationAgreement', members: 'CA DE FR GB IT JP US' },
  G20: {
    name: 'Group of Twenty',
    type: 'GovernanceAndCooperationAgreement',
    members: 'AR AU BR CA CN DE FR GB ID IN IT JP KR MX RU SA TR US ZA',
  },
  GCC: {
    name: 'Gulf Cooperation Council',
    type: 'GovernanceAndCooperationAgreement',
    members: 'AE BH KW OM QA SA',
  },
  NC: { name: 'Nordic Council', type: 'GovernanceAndCooperationAgreement', members: 'AX DK FI FO GL IS NO SE' },
  OECD: {
    name: 'Organisation for Economic Co-operation and Development',
    type: 'GovernanceAndCooperationAgreement',
    members:
      'AT AU BE CA CH CL CO CR CZ DE DK EE ES FI FR GB GR HU IE IL IS IT JP KR LT LU LV MX NL NO NZ PL PT SE SI SK TR US',
  },
  OIF: {
    name: 'Organisation internationale de la Francophonie',
    type: 'GovernanceAndCooperationAgreement',
    members:
      'AD AL AM BE BG BI BJ CA CD CF CG CH CI CM CV DJ DM EG FR GA GN GQ GR GW HT KH KM LA LB LC LU MA MC MD MG MK MR MU RO RW SC SN ST TD TG TN VN VU',
  },
  OPEC: {
    name: 'Organization of the Petroleum Exporting Countries',
    type: 'GovernanceAndCooperationAgreement',
    members: 'AE CG DZ GA GQ IQ IR KW LY NG SA VE',
  },
  SAARC: {
    name: 'South Asian Association for Regional Cooperation',
    type: 'GovernanceAndCooperationAgreement',
    members: 'AF BD BT IN LK MV NP PK',
  },
  UN: { name: 'United Nations', type: 'GovernanceAndCooperationAgreement', members: '@UN' },
  ANZUS: {
    name: 'Australia, New Zealand and United States Security Treaty',
    type: 'MilitaryAlliance',
    members: 'AU NZ US',
  },
  AUKUS: { name: 'AUKUS', type: 'MilitaryAlliance', members: 'AU GB US' },
  CSTO: { name: 'Collective Security Treaty Organization', type: 'MilitaryAlliance', members: 'AM BY KG KZ RU TJ' },
  FVEY: { name: 'Five Eyes', type: 'MilitaryAlliance', members: 'AU CA GB NZ US' },
  NATO: {
    name: 'North Atlantic Treaty Organization',
    type: 'MilitaryAlliance',
    members: 'AL BE BG CA CZ DE DK EE ES FI FR GB GR HR HU IS IT LT LU LV ME MK NL NO PL PT RO SE SI SK TR US',
  },
  QUAD: { name: 'Quadrilateral Security Dialogue', type: 'MilitaryAlliance', members: 'AU IN JP US' },
};
