"""Writes the same calls as the programs of the guide write them, with Python's own csv and xml, and counts them by plain rules:
python3 make_logs.py CONTACTS.csv FOLDER. A workbook only where openpyxl is there (Debian: python3-openpyxl)."""
import csv, datetime, json, os, random, sys, xml.etree.ElementTree as ET

CONTACTS, FOLDER = sys.argv[1:3]
OWN = '35315551234'
random.seed(7)
with open(CONTACTS, encoding='utf-8-sig', newline='') as file:
    cells = [row[name] for row in csv.DictReader(file) for name in ('Phone Number', 'Mobile Phone Number')]
known = [cell for cell in cells if cell.startswith('+') and cell[1:].isdigit()]
strangers = ['+35385000%04d' % at for at in range(40)]

calls = []  # (number or '', when, what became of it)
when = datetime.datetime(2026, 1, 5, 8, 0, 0)
for _ in range(600):
    when += datetime.timedelta(minutes=random.randint(1, 600))
    number = random.choice(known[:120]) if random.random() < 0.6 else random.choice(strangers + [''] * 8)
    calls.append((number, when, random.choices(['answered', 'missed', 'placed', 'voicemail'], [6, 2, 3, 0.3])[0]))
came = [call for call in calls if call[2] in ('answered', 'missed')]

def share(kind, values):
    return {'calls': len(values), 'callers': len({number for number, *_ in values if number}), 'kind': kind}

truth = {
    'all': share('all', came),
    'named': share('named', [call for call in came if call[0] in known]),
    'days': sorted({when.strftime('%Y-%m-%d') for _, when, _ in came}),
}

def write(name, header, row, **style):
    with open(os.path.join(FOLDER, name), 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file, **style)
        if header:
            writer.writerow(header.split(','))
        for number, when, what in calls:
            if what != 'voicemail':
                writer.writerow(row(number, when, what == 'placed', what == 'missed'))

def bare(number, instead):
    return number.lstrip('+') or instead

def iso(when):
    return when.strftime('%Y-%m-%d %H:%M:%S')

def epoch(when):
    return int(when.replace(tzinfo=datetime.timezone.utc).timestamp())

root = ET.Element('calls', count=str(len(calls)))
for number, when, what in calls:
    kind = {'answered': '1', 'placed': '2', 'missed': '3', 'voicemail': '4'}[what]
    shown = when.strftime('%b %d, %Y %I:%M:%S %p')
    ET.SubElement(root, 'call', number=number or '-2', duration='10', date=str(epoch(when) * 1000), type=kind,
                  presentation='1' if number else '2', readable_date=shown, contact_name='(Unknown)')
ET.ElementTree(root).write(os.path.join(FOLDER, 'sms-backup-restore.xml'), encoding='utf-8', xml_declaration=True)

write('android.csv', 'Name,Phone Number,Call Type,Date,Time,Duration', lambda number, when, placed, missed: [
    '', number or 'Private number', 'Outgoing' if placed else 'Missed' if missed else 'Incoming',
    when.strftime('%d/%m/%Y'), when.strftime('%H:%M:%S'), '10'], delimiter=';')
write('Master.csv', '', lambda number, when, placed, missed: [
    '', '101' if placed else bare(number, 'anonymous'), bare(number, '35312345678') if placed else OWN,
    'from-internal' if placed else 'from-trunk', '', 'PJSIP/101-01' if placed else 'PJSIP/trunk-01', 'PJSIP/x', 'Dial', '',
    iso(when), iso(when), iso(when), '20', '10', 'NO ANSWER' if missed else 'ANSWERED', 'DOCUMENTATION',
    '%d.1' % epoch(when), ''], quoting=csv.QUOTE_ALL)
write('freepbx.csv', 'calldate,clid,src,dst,dcontext,channel,disposition,uniqueid,did,cnum,linkedid',
      lambda number, when, placed, missed: [
          iso(when), '', '101' if placed else bare(number, 'Anonymous'), bare(number, '35312345678') if placed else '600',
          'from-internal' if placed else 'ext-queues', 'PJSIP/101-01' if placed else 'PJSIP/trunk-01',
          'NO ANSWER' if missed else 'ANSWERED', '%d.9' % epoch(when), '' if placed else OWN, '', '%d.9' % epoch(when)])
write('freeswitch.csv', '', lambda number, when, placed, missed: [
    'x', '1001' if placed else number or 'anonymous', (number or '+35312345678') if placed else '1001',
    'default' if placed else 'public', iso(when), iso(when), iso(when), '20', '10', 'NORMAL_CLEARING',
    'u%d' % epoch(when), '', ''], quoting=csv.QUOTE_ALL)
write('3cx.csv', 'Call Time,Caller ID,Destination,Status,Ringing,Talking,Totals,Cost,Reason',
      lambda number, when, placed, missed: [
          when.strftime('%d/%m/%Y %H:%M:%S'), 'Anna (101)' if placed else number or 'anonymous',
          (number or '0035312345678') if placed else 'Anna (101)', 'Answered', '00:00:04', '00:00:10', '', '', ''])
write('twilio.csv', 'Call Sid,Status,Start Time,End Time,Duration,From,To,Direction,Price',
      lambda number, when, placed, missed: [
          'CA%d' % epoch(when), 'completed', when.strftime('%H:%M:%S UTC %Y-%m-%d'), '', '10',
          '+' + OWN if placed else number or 'anonymous', (number or '+35312345678') if placed else '+' + OWN,
          'outbound-api' if placed else 'inbound', ''])
write('aircall.csv', 'line,date (TZ offset incl.),time (TZ offset incl.),datetime (UTC),direction,from,to,answered,user',
      lambda number, when, placed, missed: [
          'Dublin', when.strftime('%Y-%m-%d'), when.strftime('%H:%M:%S'), iso(when), 'outbound' if placed else 'inbound',
          OWN if placed else bare(number, 'anonymous'), bare(number, '35312345678') if placed else OWN, 'Yes', 'Anna'])
write('ringcentral.csv', 'Type,Phone Number,Name,Date,Time,Action,Action Result,Duration',
      lambda number, when, placed, missed: [
          'Outbound' if placed else 'Inbound', number or 'Anonymous', '', when.strftime('%a %m/%d/%Y'),
          when.strftime('%I:%M %p'), 'Phone Call', 'Missed' if missed else 'Call connected', '0:00:10'])

try:
    import openpyxl
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(['Record ID', 'Call Title', 'Activity date', 'Call direction', 'From Number', 'To Number'])
    for at, (number, when, what) in enumerate(calls):
        if what != 'voicemail':
            ends = ['OUTBOUND', '+' + OWN, number or None] if what == 'placed' else ['INBOUND', number or None, '+' + OWN]
            sheet.append([at, 'Call', when] + ends)
    book.save(os.path.join(FOLDER, 'hubspot.xlsx'))
except ImportError:
    pass

with open(os.path.join(FOLDER, 'truth.json'), 'w') as file:
    json.dump(truth, file)
