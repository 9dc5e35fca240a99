export interface GeopoliticalEntity {
  readonly name: string;
  readonly type: string;
  /** Alpha-2 codes, or `@` and a code of UN M49 that CLDR resolves to countries. */
  readonly members: string;
}

/**
 * By type and code: name and members, as the organizations listed them by the beginning of 2026; regions by UN M49, as
 * CLDR has them.
 */
const byType: Readonly<Record<string, Readonly<Record<string, readonly [name: string, members: string]>>>> = {
  Continent: {
    AF: ['Africa', '@002'],
    AN: ['Antarctica', 'AQ BV GS HM TF'],
    AS: ['Asia', '@142'],
    EU: ['Europe', '@150 XK'],
    NA: ['North America', '@003'],
    OC: ['Oceania', '@009'],
    SA: ['South America', '@005'],
  },
  SubContinent: {
    ARAB: ['Arabian Peninsula', 'AE BH KW OM QA SA YE'],
    CAM: ['Central America', '@013'],
    CAS: ['Central Asia', '@143'],
    EAS: ['East Asia', '@030'],
    INDS: ['Indian subcontinent', 'BD BT IN LK MV NP PK'],
    SCAN: ['Scandinavia', 'DK NO SE'],
    SEA: ['South-east Asia', '@035'],
  },
  GeopoliticalRegion: {
    BALK: ['Balkans', 'AL BA BG GR HR ME MK RO RS SI XK'],
    BALT: ['Baltic states', 'EE LT LV'],
    BENE: ['Benelux', 'BE LU NL'],
    CARIB: ['Caribbean', '@029'],
    LATAM: ['Latin America', '@419'],
    MENA: ['Middle East and North Africa', 'AE BH DJ DZ EG IL IQ IR JO KW LB LY MA MT OM PS QA SA SY TN YE'],
    NORD: ['Nordic countries', 'AX DK FI FO GL IS NO SE SJ'],
    SAHEL: ['Sahel', 'BF CM GM GN ML MR NE NG SN TD'],
    SSA: ['Sub-Saharan Africa', '@202'],
  },
  FreeTradeAgreement: {
    AFTA: ['ASEAN Free Trade Area', 'BN ID KH LA MM MY PH SG TH TL VN'],
    CPTPP: [
      'Comprehensive and Progressive Agreement for Trans-Pacific Partnership',
      'AU BN CA CL GB JP MX MY NZ PE SG VN',
    ],
    RCEP: ['Regional Comprehensive Economic Partnership', 'AU BN CN ID JP KH KR LA MM MY NZ PH SG TH VN'],
    USMCA: ['United States–Mexico–Canada Agreement', 'CA MX US'],
  },
  CustomsUnion: {
    EUCU: [
      'European Union Customs Union',
      'AD AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK SM TR',
    ],
    SACU: ['Southern African Customs Union', 'BW LS NA SZ ZA'],
  },
  CommonMarket: {
    EEA: ['European Economic Area', '@EU IS LI NO'],
    MERCOSUR: ['Southern Common Market', 'AR BO BR PY UY'],
  },
  EconomicUnion: {
    EAEU: ['Eurasian Economic Union', 'AM BY KG KZ RU'],
  },
  MonetaryUnion: {
    EZ: ['Euro area', 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'],
    ECCU: ['Eastern Caribbean Currency Union', 'AG AI DM GD KN LC MS VC'],
    WAEMU: ['West African Economic and Monetary Union', 'BF BJ CI GW ML NE SN TG'],
    CEMAC: ['Economic and Monetary Community of Central Africa', 'CF CG CM GA GQ TD'],
  },
  PoliticalUnion: {
    EUR: ['European Union', '@EU'],
  },
  GovernanceAndCooperationAgreement: {
    AU: ['African Union', '@002 -EA -IC -IO -RE -SH -TF -YT'],
    AL: ['Arab League', 'AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE'],
    ASEAN: ['Association of Southeast Asian Nations', 'BN ID KH LA MM MY PH SG TH TL VN'],
    BRICS: ['BRICS', 'AE BR CN EG ET ID IN IR RU ZA'],
    CARICOM: ['Caribbean Community', 'AG BB BS BZ DM GD GY HT JM KN LC MS SR TT VC'],
    COE: [
      'Council of Europe',
      'AD AL AM AT AZ BA BE BG CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM TR UA',
    ],
    CW: [
      'Commonwealth of Nations',
      'AG AU BB BD BN BS BW BZ CA CM CY DM FJ GA GB GD GH GM GY IN JM KE KI KN LC LK LS MT MU MV MW MY MZ NA NG NR NZ PG PK RW SB SC SG SL SZ TG TO TT TV TZ UG VC VU WS ZA ZM',
    ],
    G7: ['Group of Seven', 'CA DE FR GB IT JP US'],
    G20: ['Group of Twenty', 'AR AU BR CA CN DE FR GB ID IN IT JP KR MX RU SA TR US ZA'],
    GCC: ['Gulf Cooperation Council', 'AE BH KW OM QA SA'],
    NC: ['Nordic Council', 'AX DK FI FO GL IS NO SE'],
    OECD: [
      'Organisation for Economic Co-operation and Development',
      'AT AU BE CA CH CL CO CR CZ DE DK EE ES FI FR GB GR HU IE IL IS IT JP KR LT LU LV MX NL NO NZ PL PT SE SI SK TR US',
    ],
    OIF: [
      'Organisation internationale de la Francophonie',
      'AD AL AM BE BG BI BJ CA CD CF CG CH CI CM CV DJ DM EG FR GA GN GQ GR GW HT KH KM LA LB LC LU MA MC MD MG MK MR MU RO RW SC SN ST TD TG TN VN VU',
    ],
    OPEC: ['Organization of the Petroleum Exporting Countries', 'AE CG DZ GA GQ IQ IR KW LY NG SA VE'],
    SAARC: ['South Asian Association for Regional Cooperation', 'AF BD BT IN LK MV NP PK'],
    UN: ['United Nations', '@UN'],
  },
  MilitaryAlliance: {
    ANZUS: ['Australia, New Zealand and United States Security Treaty', 'AU NZ US'],
    AUKUS: ['AUKUS', 'AU GB US'],
    CSTO: ['Collective Security Treaty Organization', 'AM BY KG KZ RU TJ'],
    FVEY: ['Five Eyes', 'AU CA GB NZ US'],
    NATO: [
      'North Atlantic Treaty Organization',
      'AL BE BG CA CZ DE DK EE ES FI FR GB GR HR HU IS IT LT LU LV ME MK NL NO PL PT RO SE SI SK TR US',
    ],
    QUAD: ['Quadrilateral Security Dialogue', 'AU IN JP US'],
  },
};

export const geopoliticalEntities: Readonly<Record<string, GeopoliticalEntity>> = Object.fromEntries(
  Object.entries(byType).flatMap(([type, entities]) =>
    Object.entries(entities).map(([code, [name, members]]) => [code, { name, type, members }] as const),
  ),
);
