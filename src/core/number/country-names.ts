// Names of countries that CLDR's lists do not have, by ISO 3166-1 alpha-2: codes, formal names, and what people write.
// Data only; country.ts decides with it. All is compared by plainName.

/** ISO 3166-1: each alpha-2 code with its alpha-3 code behind it. */
export const ALPHA_3 =
  'ADANDAEAREAFAFGAGATGAIAIAALALBAMARMAOAGOAQATAARARGASASMATAUTAUAUSAWABWAXALAAZAZEBABIHBBBRBBDBGDBEBELBFBFABGBGR' +
  'BHBHRBIBDIBJBENBLBLMBMBMUBNBRNBOBOLBQBESBRBRABSBHSBTBTNBVBVTBWBWABYBLRBZBLZCACANCCCCKCDCODCFCAFCGCOGCHCHECICIV' +
  'CKCOKCLCHLCMCMRCNCHNCOCOLCRCRICUCUBCVCPVCWCUWCXCXRCYCYPCZCZEDEDEUDJDJIDKDNKDMDMADODOMDZDZAECECUEEESTEGEGYEHESH' +
  'ERERIESESPETETHFIFINFJFJIFKFLKFMFSMFOFROFRFRAGAGABGBGBRGDGRDGEGEOGFGUFGGGGYGHGHAGIGIBGLGRLGMGMBGNGINGPGLPGQGNQ' +
  'GRGRCGSSGSGTGTMGUGUMGWGNBGYGUYHKHKGHMHMDHNHNDHRHRVHTHTIHUHUNIDIDNIEIRLILISRIMIMNININDIOIOTIQIRQIRIRNISISLITITA' +
  'JEJEYJMJAMJOJORJPJPNKEKENKGKGZKHKHMKIKIRKMCOMKNKNAKPPRKKRKORKWKWTKYCYMKZKAZLALAOLBLBNLCLCALILIELKLKALRLBRLSLSO' +
  'LTLTULULUXLVLVALYLBYMAMARMCMCOMDMDAMEMNEMFMAFMGMDGMHMHLMKMKDMLMLIMMMMRMNMNGMOMACMPMNPMQMTQMRMRTMSMSRMTMLTMUMUS' +
  'MVMDVMWMWIMXMEXMYMYSMZMOZNANAMNCNCLNENERNFNFKNGNGANINICNLNLDNONORNPNPLNRNRUNUNIUNZNZLOMOMNPAPANPEPERPFPYFPGPNG' +
  'PHPHLPKPAKPLPOLPMSPMPNPCNPRPRIPSPSEPTPRTPWPLWPYPRYQAQATREREUROROURSSRBRURUSRWRWASASAUSBSLBSCSYCSDSDNSESWESGSGP' +
  'SHSHNSISVNSJSJMSKSVKSLSLESMSMRSNSENSOSOMSRSURSSSSDSTSTPSVSLVSXSXMSYSYRSZSWZTCTCATDTCDTFATFTGTGOTHTHATJTJKTKTKL' +
  'TLTLSTMTKMTNTUNTOTONTRTURTTTTOTVTUVTWTWNTZTZAUAUKRUGUGAUMUMIUSUSAUYURYUZUZBVAVATVCVCTVEVENVGVGBVIVIRVNVNMVUVUT' +
  'WFWLFWSWSMYEYEMYTMYTZAZAFZMZMBZWZWE'

/**
 * English names of CLDR (https://cldr.unicode.org), each behind its alpha-2 code. Node tells them too, and takes 16 ms for it: longer than a small
 * file takes to be read.
 */
export const ENGLISH_NAMES =
  'ACAscension Island,ADAndorra,AEUnited Arab Emirates,AFAfghanistan,AGAntigua & Barbuda,AIAnguilla,ALAlbania,' +
  'AMArmenia,AOAngola,ARArgentina,ASAmerican Samoa,ATAustria,AUAustralia,AWAruba,AXÅland Islands,AZAzerbaijan,' +
  'BABosnia & Herzegovina,BBBarbados,BDBangladesh,BEBelgium,BFBurkina Faso,BGBulgaria,BHBahrain,BIBurundi,BJBenin,' +
  'BLSt. Barthélemy,BMBermuda,BNBrunei,BOBolivia,BQCaribbean Netherlands,BRBrazil,BSBahamas,BTBhutan,BWBotswana,' +
  'BYBelarus,BZBelize,CACanada,CCCocos (Keeling) Islands,CDCongo - Kinshasa,CFCentral African Republic,' +
  'CGCongo - Brazzaville,CHSwitzerland,CICôte d’Ivoire,CKCook Islands,CLChile,CMCameroon,CNChina,COColombia,' +
  'CRCosta Rica,CUCuba,CVCape Verde,CWCuraçao,CXChristmas Island,CYCyprus,CZCzechia,DEGermany,DJDjibouti,DKDenmark,' +
  'DMDominica,DODominican Republic,DZAlgeria,ECEcuador,EEEstonia,EGEgypt,EHWestern Sahara,EREritrea,ESSpain,' +
  'ETEthiopia,FIFinland,FJFiji,FKFalkland Islands,FMMicronesia,FOFaroe Islands,FRFrance,GAGabon,GBUnited Kingdom,' +
  'GDGrenada,GEGeorgia,GFFrench Guiana,GGGuernsey,GHGhana,GIGibraltar,GLGreenland,GMGambia,GNGuinea,GPGuadeloupe,' +
  'GQEquatorial Guinea,GRGreece,GTGuatemala,GUGuam,GWGuinea-Bissau,GYGuyana,HKHong Kong SAR China,HNHonduras,' +
  'HRCroatia,HTHaiti,HUHungary,IDIndonesia,IEIreland,ILIsrael,IMIsle of Man,INIndia,' +
  'IOBritish Indian Ocean Territory,IQIraq,IRIran,ISIceland,ITItaly,JEJersey,JMJamaica,JOJordan,JPJapan,KEKenya,' +
  'KGKyrgyzstan,KHCambodia,KIKiribati,KMComoros,KNSt. Kitts & Nevis,KPNorth Korea,KRSouth Korea,KWKuwait,' +
  'KYCayman Islands,KZKazakhstan,LALaos,LBLebanon,LCSt. Lucia,LILiechtenstein,LKSri Lanka,LRLiberia,LSLesotho,' +
  'LTLithuania,LULuxembourg,LVLatvia,LYLibya,MAMorocco,MCMonaco,MDMoldova,MEMontenegro,MFSt. Martin,MGMadagascar,' +
  'MHMarshall Islands,MKNorth Macedonia,MLMali,MMMyanmar (Burma),MNMongolia,MOMacao SAR China,' +
  'MPNorthern Mariana Islands,MQMartinique,MRMauritania,MSMontserrat,MTMalta,MUMauritius,MVMaldives,MWMalawi,' +
  'MXMexico,MYMalaysia,MZMozambique,NANamibia,NCNew Caledonia,NENiger,NFNorfolk Island,NGNigeria,NINicaragua,' +
  'NLNetherlands,NONorway,NPNepal,NRNauru,NUNiue,NZNew Zealand,OMOman,PAPanama,PEPeru,PFFrench Polynesia,' +
  'PGPapua New Guinea,PHPhilippines,PKPakistan,PLPoland,PMSt. Pierre & Miquelon,PRPuerto Rico,' +
  'PSPalestinian Territories,PTPortugal,PWPalau,PYParaguay,QAQatar,RERéunion,RORomania,RSSerbia,RURussia,RWRwanda,' +
  'SASaudi Arabia,SBSolomon Islands,SCSeychelles,SDSudan,SESweden,SGSingapore,SHSt. Helena,SISlovenia,' +
  'SJSvalbard & Jan Mayen,SKSlovakia,SLSierra Leone,SMSan Marino,SNSenegal,SOSomalia,SRSuriname,SSSouth Sudan,' +
  'STSão Tomé & Príncipe,SVEl Salvador,SXSint Maarten,SYSyria,SZEswatini,TATristan da Cunha,' +
  'TCTurks & Caicos Islands,TDChad,TGTogo,THThailand,TJTajikistan,TKTokelau,TLTimor-Leste,TMTurkmenistan,TNTunisia,' +
  'TOTonga,TRTürkiye,TTTrinidad & Tobago,TVTuvalu,TWTaiwan,TZTanzania,UAUkraine,UGUganda,USUnited States,UYUruguay,' +
  'UZUzbekistan,VAVatican City,VCSt. Vincent & Grenadines,VEVenezuela,VGBritish Virgin Islands,' +
  'VIU.S. Virgin Islands,VNVietnam,VUVanuatu,WFWallis & Futuna,WSSamoa,XKKosovo,YEYemen,YTMayotte,ZASouth Africa,' +
  'ZMZambia,ZWZimbabwe'

/** What names no single country, although a list has it as the name of one. */
export const AMBIGUOUS: readonly string[] = [
  'congo',
  'kongo',
  'korea',
  'corea',
  'coree',
  'virgin islands',
  'guiana',
  // Malay for the Dominican Republic.
  'republik dominica',
]

/**
 * Further names of each country, those of ISO 3166-1 and of everyday: divided by commas.
 *
 * Single letters and signs of three are those of vehicles (Vienna Convention on Road Traffic, list of distinguishing
 * signs), where no other country has them as its ISO code. Parts of the United Kingdom have its numbering plan.
 */
export const ALIASES: Readonly<Record<string, string>> = {
  AE: 'uae,emirates,vae,eau,zea,sae,dubai,abu dhabi,united arab emirates uae',
  AR: 'argentine republic',
  AT: 'a,republik österreich',
  AX: 'aland',
  BA: 'bosnia,bosnia herzegovina,bosna i hercegovina,bih,bosnien,bosnien herzegowina',
  BE: 'b,kingdom of belgium,royaume de belgique,koninkrijk belgië,königreich belgien',
  BG: 'bul',
  BL: 'st barths',
  BN: 'nation of brunei,brunei darussalam',
  BO: 'plurinational state of bolivia',
  BQ: 'bonaire st eustatius and saba,bonaire sint eustatius and saba',
  BR: 'brasil,república federativa do brasil,federative republic of brazil',
  BS: 'commonwealth of the bahamas',
  BY: 'belorussia,byelorussia,weißrussland,weissrussland,biélorussie,bielorrusia,bielorussia,wit rusland',
  CC: 'cocos islands,keeling islands',
  CD: 'democratic republic of congo,democratic republic of the congo,congo democratic republic,congo dr,dr congo,drc,rdc,congo the democratic republic of the,zaire,congo kinshasa,république démocratique du congo,república democrática del congo',
  CF: 'car',
  CG: 'republic of the congo,republic of congo,congo republic,congo brazzaville,république du congo,república del congo',
  CH: 'swiss,schweiz ch,sui,confoederatio helvetica,schweizerische eidgenossenschaft,swiss confederation,confédération suisse',
  CI: "ivory coast,cote d'ivoire,elfenbeinküste,costa de marfil,costa d'avorio,costa do marfim,ivoorkust,wybrzeże kości słoniowej",
  CN: "prc,p r china,pr china,people's republic of china,peoples republic of china,mainland china,china mainland,volksrepublik china,vr china,république populaire de chine,república popular china,中华人民共和国,中华人民共和國",
  CV: 'cape verde,cabo verde,kap verde,kapverden',
  CW: 'country of curaçao',
  CZ: 'czech republic,the czech republic,czech rep,tschechische republik,cz republic,république tchèque,republique tcheque,república checa,repubblica ceca,česká republika,czechoslovakia czech republic,tsjechische republiek,tjekkiet,republika czeska',
  DE: 'd,ger,brd,bundesrepublik deutschland,federal republic of germany,frg,république fédérale d allemagne,república federal de alemania,west germany,bundesrepublik',
  DK: 'den,kingdom of denmark',
  DO: 'dominican rep,dom rep',
  ER: 'state of eritrea',
  ES: 'kingdom of spain,reino de españa',
  FK: 'falkland islands malvinas,falklands,islas malvinas,malvinas',
  FM: 'micronesia fed sts,federated states of micronesia',
  FR: 'f,french republic,république française,metropolitan france,france métropolitaine',
  GA: 'gabonese republic',
  GB: 'uk,u k,vk,great britain,britain,england,scotland,wales,northern ireland,n ireland,united kingdom of great britain and northern ireland,united kingdom uk,reino unido de gran bretaña,gran bretaña,gran bretana,grande bretagne,gran bretagna,grã bretanha,großbritannien,grossbritannien,groot brittannië,storbritannien,storbritannia,iso britannia,velká británie,veľká británia,nagy britannia,wielka brytania,büyük britanya,великобритания,великобританія,inglaterra,angleterre,inghilterra,engeland,anglia,anglie,anglia,england uk,schottland,écosse,escocia,escócia,scozia,schotland,szkocja,skotland,skottland,pays de galles,galles,gales,walia,walisia,nordirland,irlande du nord,irlanda del norte,irlanda del nord,noord ierland,irlandia północna,cymru,alba scotland,англия',
  GE: 'republic of georgia',
  GR: 'gre,hellas,hellenic republic',
  HK: 'hong kong,hongkong,hong kong sar,hong kong s a r,hksar,hong kong china,hong kong special administrative region,hong kong special administrative region of china,sonderverwaltungszone hongkong,香港特別行政區,香港特别行政区',
  HR: 'cro',
  HU: 'h,republic of hungary,hungarian republic',
  IE: 'eire,republic of ireland,irish republic,ireland republic,ireland rep,rep of ireland,southern ireland,roi,republik irland,république d irlande,república de irlanda,repubblica d irlanda,republiek ierland',
  IL: 'state of israel',
  IM: 'isle of man,iom',
  IN: 'bharat,republic of india',
  IR: 'islamic republic of iran,persia',
  IS: 'republic of iceland',
  IT: 'i,italian republic,repubblica italiana',
  KG: 'kyrgyz republic,kirgisien,kirgizia',
  KH: 'kampuchea',
  KN: 'st kitts nevis',
  KP: "north korea,n korea,dprk,democratic people's republic of korea,korea north,korea democratic people's republic of,korea the democratic people's republic of,nordkorea",
  KR: 'south korea,s korea,rok,republic of korea,korea south,korea republic of,korea the republic of,korea rep,southkorea,korea republic,republik korea,república de corea,république de corée,repubblica di corea,大韓民国,大韩民国,대한민국',
  KW: 'state of kuwait',
  LA: "lao people's democratic republic,lao pdr,lao",
  LB: 'lebanese republic',
  LI: 'fürstentum liechtenstein',
  LU: 'l,grand duchy of luxembourg,großherzogtum luxemburg,grand duché de luxembourg',
  LV: 'lat',
  LY: 'libyan arab jamahiriya,state of libya',
  MD: 'moldavia,moldawien,moldavie,republic of moldova',
  MF: 'st martin french part',
  MK: 'macedonia,fyrom,fyr macedonia,the former yugoslav republic of macedonia,mazedonien,macédoine,macedónia,nordmazedonien,republic of macedonia,republic of north macedonia',
  MM: 'republic of union of myanmar,burma,birma,birmanie,birmania',
  MO: 'macau,macao,macau sar,macao sar,macao china,macau china,macao special administrative region of china',
  MX: 'mexican united states,united mexican states,estados unidos mexicanos,méjico,mejico',
  NC: 'new caledonia',
  NL: 'ned,holland,the netherlands,kingdom of the netherlands,netherlands kingdom of the,hollande,olanda,holanda,holandia,hollandia,nederlande,koninkrijk der nederlanden,pays bas',
  NO: 'kingdom of norway',
  PL: 'poland republic of,rzeczpospolita polska,republic of poland',
  PS: 'palestine,state of palestine,palestinian territory,palestinian territory occupied,occupied palestinian territory,palestina',
  PT: 'p,por,portuguese republic,república portuguesa',
  PY: 'republic of paraguay',
  QA: 'state of qatar',
  RO: 'rumania',
  RS: 'republic of serbia,serbia republic of',
  RU: 'russian federation,russische föderation,fédération de russie,federación de rusia,federación rusa,federazione russa,federação russa,russische federatie,federacja rosyjska,российская федерация,рф,rossiya',
  RW: 'rwandese republic',
  SE: 'kingdom of sweden,konungariket sverige',
  SH: 'saint helena ascension and tristan da cunha,st helena ascension and tristan da cunha',
  SI: 'slo,republic of slovenia',
  SJ: 'svalbard and jan mayen islands',
  SK: 'slovak republic,slovakia slovak republic,slowakische republik,slovenská republika,république slovaque,república eslovaca,repubblica slovacca',
  SX: 'sint maarten dutch part',
  SY: 'syrian arab republic',
  SZ: 'swaziland,swasiland,suazilandia',
  TG: 'togolese republic',
  TL: 'east timor,timor leste,osttimor,timor oriental,timor est',
  TR: 'turkey,turkiye,türkiye,republic of turkey,republic of türkiye,türkiye cumhuriyeti',
  TW: 'taiwan,republic of china,taiwan roc,taiwan republic of china,republic of china taiwan,taiwan province of china,chinese taipei,中華民國,臺灣',
  TZ: 'united republic of tanzania,tanzania united republic of',
  UA: 'the ukraine',
  US: 'us,u s,u s a,vs,u s of a,us of a,united states of america,the states,united states usa,usa united states,estados unidos de américa,estados unidos da américa,états unis d amérique,vereinigte staaten von amerika,stati uniti d america,verenigde staten van amerika,stany zjednoczone ameryki,amerikas förenta stater,usa united states of america,eeuu,ee uu,eua,vsa,us a,сша,соединенные штаты америки',
  UY: 'eastern republic of uruguay',
  VA: 'holy see,vatican,vatican city state,holy see vatican city state,vatikan,vaticano,saint siège,santa sede',
  VC: 'st vincent and the grenadines,st vincent',
  VE: 'bolivarian republic of venezuela',
  VG: 'british virgin islands,virgin islands british,bvi',
  VI: 'virgin islands of united states,us virgin islands,u s virgin islands,virgin islands u s,virgin islands us,usvi,united states virgin islands',
  VN: 'viet nam,socialist republic of vietnam',
  WF: 'wallis and futuna islands',
  ZA: 'rsa,republic of south africa,s africa',
}

/** What the countries that most files are about call themselves, and the two that others name most: so CLDR has them too. */
export const OWN_NAMES: Readonly<Record<string, string>> = {
  AT: 'Österreich',
  BE: 'België,Belgique,Belgien',
  BG: 'България',
  BR: 'Brasil',
  CH: 'Schweiz,Suisse,Svizzera',
  CN: '中国',
  CZ: 'Česko',
  DE: 'Deutschland',
  DK: 'Danmark',
  DO: 'República Dominicana',
  EE: 'Eesti',
  ES: 'España',
  FI: 'Suomi',
  GB: 'Vereinigtes Königreich,Reino Unido,Royaume-Uni,Regno Unito,Wielka Brytania,Verenigd Koninkrijk',
  GR: 'Ελλάδα',
  HR: 'Hrvatska',
  HU: 'Magyarország',
  IE: 'Éire',
  IL: 'ישראל',
  IS: 'Ísland',
  IT: 'Italia',
  JP: '日本',
  KR: '대한민국',
  LT: 'Lietuva',
  LU: 'Luxemburg',
  LV: 'Latvija',
  MX: 'México',
  NL: 'Nederland',
  NO: 'Norge',
  PA: 'Panamá',
  PE: 'Perú',
  PL: 'Polska',
  RO: 'România',
  RS: 'Србија,Srbija',
  RU: 'Россия',
  SE: 'Sverige',
  SI: 'Slovenija',
  SK: 'Slovensko',
  TR: 'Türkiye',
  TW: '台灣',
  UA: 'Україна',
  US: 'Vereinigte Staaten,Estados Unidos,États-Unis,Stati Uniti,Stany Zjednoczone,Verenigde Staten',
}
