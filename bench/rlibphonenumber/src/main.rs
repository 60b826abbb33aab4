// Times rlibphonenumber on a corpus: a file of texts, a line each, as region or nothing, a tab and the text. Prints, a line a
// round, nanoseconds a text for parsing alone, and for what parseNumber does as well: valid or not, and its region.
use rlibphonenumber::{PhoneNumber, Region};
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("expected a file of texts");
    let rounds: usize = arguments.next().map_or(1, |text| text.parse().expect("expected a count of rounds"));
    let corpus = std::fs::read_to_string(file).expect("expected a file of texts");
    let texts: Vec<(Option<Region>, &str)> = corpus
        .lines()
        .map(|line| line.split_once('\t').expect("expected a tab"))
        .map(|(region, text)| (region.parse().ok(), text))
        .collect();
    // The first pass fills the caches of compiled patterns, and does not count.
    read_all(&texts);
    for _ in 0..rounds {
        let parsed = time(&texts, parse_all);
        let read = time(&texts, read_all);
        println!("{parsed} {read}");
    }
}

fn time(texts: &[(Option<Region>, &str)], pass: fn(&[(Option<Region>, &str)]) -> usize) -> f64 {
    let start = Instant::now();
    std::hint::black_box(pass(texts));
    start.elapsed().as_nanos() as f64 / texts.len() as f64
}

fn parse_all(texts: &[(Option<Region>, &str)]) -> usize {
    texts.iter().filter(|(region, text)| PhoneNumber::parse(text, *region).is_ok()).count()
}

fn read_all(texts: &[(Option<Region>, &str)]) -> usize {
    let read = |(region, text): &&(Option<Region>, &str)| {
        PhoneNumber::parse(text, *region).is_ok_and(|number| {
            std::hint::black_box(number.get_region_code());
            number.is_valid()
        })
    };
    texts.iter().filter(read).count()
}
