"""General Dutch, as data: words that hold the letters of ligatures, for papers in which every such word is broken.

They are common words of Dutch government prose, of no one paper; compounds and endings are not listed, for the letters beside
the ligature are what counts.
"""

from __future__ import annotations

# By the letters that a ligature (or a letter that is often broken) stands for.
WORDS: dict[str, str] = {
    "ff": "effect effecten effectief effectiviteit treffen betreffen betreffende doeltreffend doeltreffendheid straffen"
    " heffen heffing opheffen koffie officier officieren officieel officiële verschaffen aanschaffen beseffen stoffen"
    " grondstoffen afschaffen afschaffing treffend getroffen slachtoffer slachtoffers offer offerte traffic bestraffing"
    " bestraffen differentiatie diffuus offensief griffie griffier efficiënt efficiëntie suffen effen vereffening bluffen",
    "ti": "tijd tijdens tijdelijk tijdig tien tiental politie politiek justitie informatie organisatie organisaties situatie"
    " positie positief actie acties motie moties functie functies nationaal nationale internationaal artikel artikelen"
    " kritiek praktijk instantie instanties institutie notitie relatie ambitie evaluatie implementatie registratie"
    " identiteit activiteit activiteiten traditie partij partijen continu optie actief initiatief alternatief justitieel"
    " statistiek titel timmeren tiende martiaal inspectie productie",
    "tt": "zetten inzetten opzetten omzetten wetten wettelijk wettelijke vatten omvatten bevatten betten letten opletten"
    " voorzitter voorzitters vastzetten inzette schatten schatting inschatten ritten netto etten uitzetten voortzetten"
    " bezetten zitten gezette ontzetten plotten attentie attractie afzetten litteken witte platte opvatten verzetten attest",
    "tti": "zitting zittingen zittingsdag inzetting voortzetting voortzettingen bezetting ontzetting schatting inschatting"
    " attitude opvatting opvattingen omzetting uitzetting uitzettingen bezettingsgraad inschattingen",
    "tf": "uitfaseren uitfasering ontfermen platform platforms uitfilteren straatfeest marktfalen portfolio",
    "ft": "heeft geeft blijft betreft schrift schriftelijk lift leeftijd leeftijden schrijft behoeft behoefte behoeften"
    " vijftig vijftien drijft achterblijft wegblijft aftreden aftrek aftasten gift giftig schaft verschaft beschrijft helft"
    " software treft stift kroft",
    "fi": "financiën financieel financiële financiering definitief definitie specifiek specifieke fiets fietsen figuur"
    " fiscaal fiscale film filter fictie fit fijn firma profiel profielen identificatie verificatie certificaat kwalificatie"
    " modificatie artificieel significant ratificatie definiëren",
    "fl": "conflict conflicten flexibel flexibiliteit reflectie inflatie flink flinke flits flora fluctuatie afleiding"
    " afleveren afloop aflopen flankerend flankerende aflossing afleggen flessen reflecteren",
    "ffi": "officier officieren officieel officiële griffie griffier griffiers koffie efficiënt efficiëntie heffing"
    " afschaffing opheffing bestraffing verschaffing stoffig traffic graffiti",
    "ffl": "offline souffleren effluent sniffle",
    "fb": "afbakenen afbakening afbeelding afbouw afbouwen afbraak afbreken afbreuk strafbaar strafbare strafbaarstelling"
    " halfbroer zelfbeschikking zelfbestuur zelfbeeld",
    "fj": "fjord strafjaren halfjaar halfjaarlijks halfjaarbericht halfjaarlijkse proefjaar liefje briefje",
    "ë": "financiën efficiënt efficiëntie officiële industriële financiële materiële strategieën categorieën patiënt patiënten"
    " Italië België geëvalueerd geëist reëel reële ideeën individuën commerciële potentiële justitiële essentiële gecreëerd"
    " beëindigd beëindigen beëindiging beëdigd zeeën tweeën drieën ministeriële initiëren substantiële",
    "ï": "geïnformeerd geïnvesteerd geïntegreerd geïntensiveerd geïmplementeerd beïnvloeden beïnvloeding naïef egoïsme"
    " geïsoleerd cocaïne heroïne reïntegratie Oekraïne Oekraïense mozaïek geïnterviewd geïdentificeerd",
}
# How often these letters stand together in Dutch government prose, per 10,000 letters: rough counts, good to a factor of two.
USUAL: dict[str, float] = {
    "ff": 8, "ti": 90, "tt": 5, "tti": 1, "tf": 0.3, "ft": 12, "fi": 6, "fl": 1, "ffi": 0.5, "ffl": 0.1, "fb": 1.5, "fj": 0.6,
    "ë": 3.5, "ï": 2.6,
}  # fmt: skip
