// What the label of a column means where no program is known to have written it: its words, in the languages that files come
// in. A label is known only by all of its words: "Contact name" is a person's, "Owner name" and "File name" are nobody's.
import { plainName } from '../../core/plain-name.ts'

const LABEL_KINDS = ['firstName', 'lastName', 'name', 'phone', 'email', 'companyText', 'country', 'id'] as const

export type LabelKind = (typeof LABEL_KINDS)[number]

// Each list is divided by commas. Nouns that may mean a first name, a last name or both, as the file has it, are `name`:
// "Name" beside "Vorname" is the last one, "Nome" beside "Cognome" the first.
const LABELS: Readonly<Record<LabelKind, string>> = {
  firstName:
    'first name,firstname,fname,given name,givenname,given names,forename,forenames,christian name,vorname,rufname,' +
    'prénom,prénoms,primer nombre,nombre de pila,primeiro nome,nome próprio,nome di battesimo,förnamn,tilltalsnamn,fornavn,' +
    'etunimi,kutsumanimi,voornaam,roepnaam,imię,křestní jméno,krstné meno,keresztnév,utónév,prenume,eesnimi,' +
    'vārds,vardas,skírnarnafn,eiginnafn,όνομα,nom propi,izena,名,الاسم الأول,שם פרטי',
  lastName:
    'last name,lastname,lname,surname,family name,familyname,familienname,nachname,zuname,hausname,nom de famille,' +
    'apellido,apellidos,primer apellido,cognome,sobrenome,apelido,último nome,efternamn,efternavn,etternavn,sukunimi,' +
    'achternaam,familienaam,nazwisko,příjmení,priezvisko,prezime,priimek,vezetéknév,családnév,soyad,soyadı,soyisim,фамилия,' +
    'прізвище,фамилно име,презиме,perekonnanimi,uzvārds,pavardė,eftirnafn,επώνυμο,επίθετο,cognoms,abizena,姓,姓氏,성,' +
    'اسم العائلة,שם משפחה',
  name:
    'name,full name,fullname,complete name,display name,displayname,person name,names,first and last name,' +
    'first name last name,last name first name,surname forename,surname first name,name surname,vollständiger name,' +
    'voller name,anzeigename,vor und nachname,vorname nachname,nachname vorname,name vorname,vorname name,ansprechpartner,' +
    'ansprechpartnerin,kontaktname,kontaktperson,kundenname,nom,nom complet,nom et prénom,prénom et nom,nom prénom,' +
    'nombre,nombre completo,nombre y apellido,nombre y apellidos,apellidos y nombre,nome,nome completo,nome e cognome,' +
    'cognome e nome,nominativo,nome e sobrenome,namn,fullständigt namn,för och efternamn,kontaktnamn,navn,fulde navn,' +
    'fullt navn,for og efternavn,visningsnavn,kontaktnavn,nimi,koko nimi,naam,volledige naam,contactpersoon,' +
    'imię i nazwisko,nazwisko i imię,jméno,celé jméno,jméno a příjmení,příjmení a jméno,meno,celé meno,meno a priezvisko,' +
    'név,teljes név,nume,nume complet,nume și prenume,ad soyad,adı soyadı,isim soyisim,adı,isim,имя,імʼя,име,ime,이름,фио,имя и фамилия,фамилия и имя,' +
    'фамилия имя отчество,полное имя,контактное лицо,піб,повне імʼя,пълно име,име и фамилия,ime i prezime,ime in priimek,' +
    'polno ime,puno ime,täisnimi,pilns vārds,vardas pavardė,nafn,fullt nafn,ονοματεπώνυμο,nom i cognoms,氏名,名前,お名前,' +
    '姓名,名字,全名,联系人,联系人姓名,聯絡人,中文姓名,성명,이름 성,الاسم,الاسم الكامل,שם,שם מלא,contact person',
  phone:
    'phone,phones,telephone,tel,phonenumber,mobilephone,mobile,mobiles,cell,cellphone,cellular,telefon,telefonnummer,' +
    'telefonnr,telefonnumre,rufnummer,telefonie,handy,handynummer,handynr,mobil,mobilnummer,mobilnr,mobiltelefon,' +
    'mobiltelefonnummer,mobilfunk,mobilfunknummer,festnetz,festnetznummer,téléphone,telephonique,téléphones,portable,gsm,' +
    'teléfono,teléfonos,móvil,celular,telefono,cellulare,telefonico,telefone,telemóvel,tlf,tlfnr,mobilnummer,puhelin,' +
    'puhelinnumero,matkapuhelin,matkapuhelinnumero,telefoon,telefoonnummer,mobiel,mobiele,mobieltje,telefonu,komórka,' +
    'komórkowy,komórkowego,telefonní,mobilní,telefónne,mobilné,telefónu,telefonszám,mobilszám,mobiltelefonszám,' +
    'telefonul,telefonu,telefonu numarası,telefona,mobitel,mobitela,telefonska,телефон,телефона,телефони,тел,мобильный,' +
    'мобильного,мобилен,мобільний,сотовый,telefoni,mobiil,tālrunis,tālruņa,mobilais,telefono,mobilusis,sími,símanúmer,' +
    'farsími,τηλέφωνο,τηλεφώνου,κινητό,telèfon,telefonoa,電話,電話番号,携帯,携帯電話,携帯番号,携帯電話番号,電話號碼,' +
    '行動電話,手機,手機號碼,电话,电话号码,联系电话,手机,手机号,手机号码,移动电话,전화,전화번호,휴대폰,휴대전화,휴대폰번호,' +
    '핸드폰,هاتف,الهاتف,جوال,الجوال,رقم الهاتف,טלפון,נייד',
  email:
    'email,e mail,mail,email address,e mail address,e mail adresse,emailadresse,e mailadres,e mailadresse,email adres,' +
    'adresse e mail,adresse email,courriel,correo,correo electrónico,e post,epost,e postadress,sähköposti,' +
    'sähköpostiosoite,indirizzo e mail,indirizzo email,endereço de e mail,adres e mail,e mailová adresa,e posta,' +
    'эл почта,электронная почта,メール,メールアドレス,eメール,邮箱,電子郵件,电子邮件,이메일,primary email,work email,email 1,e mail 1',
  companyText:
    'company,company name,companyname,organization,organisation,organization name,organisation name,organization 1 name,' +
    'org,account,account name,business name,employer,firma,firmenname,unternehmen,unternehmensname,organisationsname,' +
    'entreprise,société,nom de la société,raison sociale,empresa,nombre de la empresa,nome da empresa,compañía,azienda,' +
    'nome azienda,nome dell azienda,società,ragione sociale,companhia,företag,företagsnamn,virksomhed,virksomhedsnavn,' +
    'firmanavn,bedrift,bedriftsnavn,selskap,yritys,yrityksen nimi,bedrijf,bedrijfsnaam,nazwa firmy,společnost,' +
    'název společnosti,spoločnosť,názov spoločnosti,cég,cégnév,vállalat,companie,nume companie,şirket,şirket adı,' +
    'компания,название компании,компанія,организация,организация название,tvrtka,podjetje,ettevõte,uzņēmums,įmonė,' +
    'εταιρεία,会社,会社名,企業名,勤務先,公司,公司名称,公司名稱,单位,회사,회사명,الشركة,חברה',
  country:
    'country,country name,countries,land,staat,pays,país,nación,paese,nazione,maa,kraj,země,krajina,ország,țară,ülke,' +
    'страна,країна,държава,država,zemlja,држава,riik,valsts,šalis,χώρα,herrialdea,国,国名,国家,國家,國別,국가,البلد,الدولة,מדינה,' +
    'country region,land region,land regio,pays région,país región,país região,paese area,paese area geografica,' +
    'paese regione,maa alue,kraj region,země region,země oblast,krajina región,ország régió,țară regiune,ülke bölge,' +
    'страна регион,国 地域,国家 地区,國家 地區,국가 지역',
  id: 'record id,contact id,contactid,person id,personid,hs object id,do not modify contact',
}

// What may stand beside a word of its kind, and changes nothing of whose it is.
const OF_PERSON =
  'contact,contacts,kontakt,kontakte,kontakts,contacto,contatto,contato,contactos,kontaktu,person,personen,persona,' +
  'personne,pessoa,persoon,lead,customer,client,cliente,kunde,kunden,klient,klienta,your,the,of,de,du,la,des,del,' +
  'della,di,da,do,der,van,required,pflichtfeld,obligatoire'
const OF_PLACE =
  'number,numbers,no,nr,num,nummer,numéro,numero,número,numer,číslo,čísla,číslo,numarası,no su,номер,broj,številka,numeris,' +
  'numurs,αριθμός,n,value,primary,main,principal,home,work,business,private,personal,office,direct,other,another,second,' +
  'secondary,alternate,alternative,additional,landline,land line,fixed,mobile,cell,privat,private,arbeit,dienst,' +
  'dienstlich,geschäftlich,büro,zuhause,weitere,weiteres,fixe,bureau,travail,domicile,pro,professionnel,personnel,casa,' +
  'trabajo,oficina,particular,fijo,fixo,trabalho,comercial,residencial,ufficio,lavoro,fisso,abitazione,personale,arbete,' +
  'hem,arbejde,hjem,jobb,koti,työ,thuis,werk,zakelijk,privé,vast,praca,dom,domowy,służbowy,prywatny,stacjonarny,práce,' +
  'domů,pevná,munkahelyi,otthoni,vezetékes,cep,iş,ev,рабочий,домашний,личный,основной,контактный,自宅,会社,勤務先,工作,住宅,' +
  'serviciu,acasă,and,or,und,et,y,e,i'
const OF_ADDRESS =
  'address,adresse,adres,adresa,dirección,indirizzo,endereço,adress,osoite,home,work,business,mail,mailing,billing,shipping,' +
  'postal,other,primary,private,main,street,permanent,privat,geschäftlich,bureau,domicile,residence,n,name'

const BESIDE: Readonly<Record<LabelKind, readonly string[]>> = {
  firstName: [OF_PERSON],
  lastName: [OF_PERSON],
  name: [OF_PERSON],
  phone: [OF_PERSON, OF_PLACE],
  email: [],
  companyText: [],
  country: [OF_PERSON, OF_ADDRESS],
  id: [],
}

interface Vocabulary {
  readonly phrases: ReadonlySet<string>
  /** Their first words. */
  readonly beginnings: ReadonlySet<string>
  readonly beside: ReadonlySet<string>
}

const VOCABULARIES = new Map<LabelKind, Vocabulary>()

function vocabularyOf(kind: LabelKind): Vocabulary {
  const known = VOCABULARIES.get(kind)
  if (known !== undefined) return known
  const list = (text: string) => text.split(',').map(plainName)
  const phrases = list(LABELS[kind])
  const vocabulary = {
    phrases: new Set(phrases),
    beginnings: new Set(phrases.map((phrase) => phrase.split(' ')[0] ?? '')),
    beside: new Set(BESIDE[kind].flatMap(list)),
  }
  VOCABULARIES.set(kind, vocabulary)
  return vocabulary
}

// Where one word ends and the next begins, though nothing stands between: `HomePhone2`.
const WITHIN_WORD = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\d{1,2}(?!\d))|(?<=\d)(?=\p{Lu})/gu

/** The names, by plainName, that a header may be read as: with its words as they are, and set apart where they are in one. */
export function namesOf(header: string): readonly string[] {
  const apart = header.replace(WITHIN_WORD, ' ')
  return apart === header ? [plainName(header)] : [plainName(header), plainName(apart)]
}

// A label has few words, and one number at most: more of them may be somebody's.
const MOST_WORDS = 12
const MOST_PHRASE_WORDS = 5

/** What a header is a label of, and says nothing else. @param names of namesOf */
export function labelKinds(names: readonly string[]): LabelKind[] {
  const readings = names.flatMap((name) => {
    const words = name.split(' ').map((word) => (/^\d{1,2}$/.test(word) ? 'n' : word))
    return words.length > MOST_WORDS || words.filter((word) => word === 'n').length > 1 ? [] : [words]
  })
  return LABEL_KINDS.filter((kind) => readings.some((words) => isLabelOf(kind, words)))
}

function isLabelOf(kind: LabelKind, words: readonly string[]): boolean {
  const vocabulary = vocabularyOf(kind)
  const { phrases, beginnings, beside } = vocabulary
  // Of numbers, any word is enough: "work phone", "telefono cellulare". Names are phrases: "first" and "name" are two words.
  if (kind === 'phone') return phrases.has(words.join(' ')) || isPhoneOf(words, vocabulary)
  const isBeside = (word: string) => word === 'n' || beside.has(word)
  // From there on, nothing else is said.
  let rest = words.length
  while (rest > 0 && isBeside(words[rest - 1] ?? '')) rest -= 1
  for (let from = 0; from < words.length; from += 1) {
    if (from > 0 && !isBeside(words[from - 1] ?? '')) return false
    if (!beginnings.has(words[from] ?? '')) continue
    let phrase = ''
    for (let to = from; to < Math.min(words.length, from + MOST_PHRASE_WORDS); to += 1) {
      phrase += (to === from ? '' : ' ') + words[to]
      if (to + 1 >= rest && phrases.has(phrase)) return true
    }
  }
  return false
}

function isPhoneOf(words: readonly string[], vocabulary: Vocabulary): boolean {
  const { phrases, beside } = vocabulary
  let isFound = false
  for (const word of words) {
    if (phrases.has(word) || isCompound(word, vocabulary)) isFound = true
    else if (!beside.has(word)) return false
  }
  return isFound
}

const SHORTEST_PART = 3
const LONGEST_COMPOUND = 30

/** Whether a word is made of two, one of which is enough: `homephone`, `telefonprivat`. */
function isCompound(word: string, { phrases, beside }: Vocabulary): boolean {
  if (word.length > LONGEST_COMPOUND) return false
  for (let cut = SHORTEST_PART; cut <= word.length - SHORTEST_PART; cut += 1) {
    const [first, last] = [word.slice(0, cut), word.slice(cut)]
    if (phrases.has(first) ? phrases.has(last) || beside.has(last) : beside.has(first) && phrases.has(last)) return true
  }
  return false
}

// "name,number" is what programs write that know of nothing else.
const NUMBER_ALONE = new Set([
  'number',
  'numbers',
  'nummer',
  'numero',
  'numer',
  'contact number',
  'contact no',
  'номер',
])

/** Whether a label stands for numbers in a phone's own address book, where there are no others than of phones. */
export function isAddressBookNumber(name: string): boolean {
  return NUMBER_ALONE.has(name.replace(/ \d{1,2}$/, ''))
}
