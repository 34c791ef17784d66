"""First names and surnames of many cultures, in small letters and without accents. Pure.

Only what is nothing else in English: a "Grace" or a "May" is found by where it stands (`persons`).
"""

from __future__ import annotations

_WORDS = """
aaliyah aaradhya aaron abby abdul abdullah abdulrahman abebe abed abena abigail abimbola abubakar adaeze
adam adebayo adeyemi adil aditi aditya adnan adrian adriana adwoa afua agarwal agata agnes agnieszka agus
ahmad ahmed ahmet aicha aidan aiko aino aisha aiyana ajay akane akash akira akosua akram akua alan albert
alberto alejandro aleksandr aleksandra aleksei aleksi alemu alessandro alessia alexander alexandra alfie
alfred ali alice alicia alin alison allison alma almaz althea alvaro ama amadou amal amanda amara amelia
amelie amihan amina aminata amir amira amit amrita amy ana anahit anan anand ananya anastasia anatoly
anders anderson andersson andi andrea andreas andrei andres andrew andrzej angela angharad anh anil anita
anja anjali anke ankit anna anne annie annika anong anthony antoine antonia antti anwar anwara aoife
apinya aram arash archie aristotelis arjun armen aroha arthur arturo arun aryan asante asha ashley ashok
asim astrid asuka athanasios attila audrey aung aurelie aviva avraham aya ayelet ayesha aylin ayo ayodele
ayse aysegul ayu ayumi azadeh aziz azizah babajide babatunde bahram bailey balazs balogun banerjee bao
baozhi baptiste barbara baris barry bashir bayani bayu beata beatrice beatriz becker becky begum behnaz
bella ben benjamin bennett benoit berk bernard bernd beth bethany betty beverly bhavna bianchi bilal billy
binh binta birgit bishnu bjorn boateng bob bogdan bojana bondarenko boris boubacar bozena bozidar brad
bram brandon branislav brenda brian bridget brigid brigitte britta bronwyn bruce bryan budi bui burak
busra byung caitlin cameron camila camilla camille campbell carl carlos carmen caroline cassandra castillo
catalin catalina catherine cathy cecilia celik celine cem cemal chaim chaminda chan chandra chantal
charles charlie charlotte chatterjee chau cheikh chen cheng cheryl cheung chiaki chiamaka chiara chidi
chidinma chika chima chinedu chioma chloe choi chopra chowdhury chris christina christine christopher
christos chukwudi chukwuemeka chul ciara cigdem cillian ciprian citlali citra claire clara clarence clarke
claudia clement clifford cohen colin connor constantin consuelo cosmin costel coulibaly craig crisanto
cristian cristina cuong curtis cynthia czeslaw daan daehyun dafydd dagmar daichi daisuke dalisay damian
danica daniel danielle danilo danuta darius darnell darren dashawn david davide davies dawit dawson
deandre debbie deborah declan deepa deepak dejan delphine demir denise deniz dennis derek desai detlef
devi dewi diallo dian diana diane diaz diego dieter dilip dilshan dimitra dimitris dina dinesh diop dirk
divina divya dlamini dmitri dmitry dominique donald donna doreen dorin doris dorota dorothy dorottya
douglas dov dragan duarte dubois dumitru duncan duong durand dusan dylan eamon ebele ebru ece eddie edgar
edith edmund edouard eduardo edward edwards edwin eero efraim efua eileen eilidh eino eitan ekaterina
ekene eko ekow elaine eleanor eleftheria elena eleni elif elijah eliyahu elizabeth elke ella ellen ellie
ellis elodie elpida elsie elzbieta emeka emiko emilie emily emine emma emre emrys endang eniola enrique
enzo ercan eric erica erik eriksson ernesto ernst esi esperanza esposito esra esteban esther eszter ethan
etienne eugene eunji eva evan evangelos evans evelyn evgeni evgenia ewa ewurama eze fabio fabrice fadi
fadime fahad faisal farah farhad farhana farid farooq faruk farzaneh fatih fatima fatma fatou fatoumata
fawad fawzi federica federico felicity felix femi femke feng ferenc fereshteh fergus ferguson fernanda
fernando ferreira finlay fiona fischer flores florian florin floris folake frances francesca francis
francisca francisco francois franklin franziska freddie frederick freya friedman friedrich fumiko
funmilayo furkan gabor gabriel gabriela galina gallagher gamze garcia gareth gary gaston gaurav gavin
gebre gemma genevieve gennaro geoffrey george georgios gerald gergely gerhard gerrit getachew gevorg
ghassan gheorghe giacomo giang giannis gideon gilbert gillian giorgi giorgia giovanna giovanni girard
girma gisela gita giulia giuseppe gladys glenn gloria gokhan golda goldberg gomez goncalo gonzalez gonzalo
gopal goran gordon graciela graham grazyna greg gregory greta grzegorz guadalupe guang guillaume guillermo
gulsen gunnar gunther guo gupta gurpreet gustav gustavo gutierrez gwen gwyneth gyula habib hadassah hadi
hafsa haider hakan hakim hala halil halina halvor hamadou hamid hamish hamza hana haneul hanh hani hannah
hanne hans hansen haoyu harish harold haroon harpreet harriet harris harrison harry hartmut haruka haruki
haruto harvey hasan hassan hatem hatice hayato haziq hector heidi heike heikki heinrich helen helene helga
helmut hemi hendrik henri henrik henry herbert hernandez hiba hideo hien hieu hikari hilary hildegard hina
hiroko hiroshi hiroto hoa hoang hoffmann holger hong horace horst horvat hossein hovhannes howard htet
huang hugh hughes hugo hui huong huseyin hussain hussein huynh hyejin hyun hyunwoo ian ibrahim ichiro
idris idrissa ifeanyi ifeoma ignacio igor ijeoma ikenna ilaria ilinca ilker iman imelda imogen imran indah
indira ines ingeborg ingrid intan ioana ioannis ionescu ionut iqbal irene irina isaac isabel isabella
ishaan isidro isla ismail istvan itzel itzhak ivan ivana ivanov iwona iyer jabari jack jackson jacob
jacqueline jacques jadwiga jagdish jahanara jake jakub jamal james jamie jamila jane janet jang janice
janos janusz jaroslav jaroslaw jason jaspreet javed javier jeffrey jejomar jelani jelena jennifer jenny
jens jensen jeremy jeroen jerome jerry jerzy jesse jessica jiahao jialing jianguo jihoon jill jim jimin
jing jinping jinwoo jiri jisoo jiwon joan joanna joanne joao joaquin jochen joe joel johan johanna
johannes johansson john johnny johnson joko jomar jonathan jones joon joost jordan jorg jorge jorgen joris
jose josefina joseph josephine josh joshi joshua jovana jovanovic joyce jozsef juan juana judith judy
jukka julia julian julie juliette julio junho junjie jurgen jussi justin jutta jyoti kacper kagiso kaisa
kaito kalani kamala kamau kamil kamran kang kaori kapoor kareem karen karim karin kariuki karl karlsson
karsten katalin katarzyna kate katerina katherine kathleen kathryn katie katja katrien katrin katya katz
kaur kavanagh kaveh kavita kaya kazuki kazuo keiko keisha keita keith kelechi kelly kemal kemi kenji
kenneth kenta keoni ketut kevin khadija khadijah khaled khalid khalifa khan khanh khin kieran kim kimberly
kiprop kiran kirsten kirsty kishore kittisak kiyoshi kjell klaus kobayashi kobina koffi kofi kojo
konstantin konstantinos korhonen kostas kovac kovalenko kowalczyk kowalski kresimir krishna kristen
krzysztof ksenia kumar kumari kumiko kurnia kuznetsov kwabena kwadwo kwaku kwame kwasi kwok kyaw kyle
kyriakos kyung lachlan laila lakisha lakshmi laleh lalita lamar lani larisa larissa larry lars larsen
larsson lasse laszlo latisha latoya laura lauren laurent lawrence layla leah leif leila leilani lena lenka
leo leon leonard leonie lerato leroy leslie lestari leticia leung levy lewandowski lewis leyla liam liang
lieke lien ligaya lihua lin linda lindiwe lindsay ling linh linnea liora lisa liu liviu ljubica ljubomir
lloyd logan lopez lorena lorenzo lorna lorraine lothar lotte louis louise lubna lubos luca lucas lucia
lucy ludmila luigi luis luisa lukas lukasz luke lungile luningning luo lydia lynn maarten macdonald maciej
madeleine magdalena magnus maha mahesh mahmoud mahsa mai mairi maisie majid makana makoto maksim malcolm
malee malgorzata malhotra malia malik malika mamadou mandla manfred manish manjit manoj manon mansour
manuel manuela marcel marcello marcin marco marcos margaret margarita margaux maria mariam mariama mariana
marianne maricel marie marieke marija mariko marilyn marion marites marjorie marketa markku markovic
martha martin martinez mary maryam masao mateo mateusz mathieu matilda matteo matthew matti maureen
maurice maxime maximilian mayumi mbali mcdonald meena meera megan megumi mehdi mehmet mehrdad mehta
mehwish meiling mekonnen melanie melek melissa menachem mendoza mensah meryem meyer mia michael michelle
michiko midori miguel mihaela mihai mihaly mihyun mika mike mikhail mikkel mikko milan mildred milica
milos mina ming minh minho minji minjun minoru mircea miriam mirjana miroslav miroslaw misaki mishra
mitchell mitsuko moath modou moe mohamed mohammad mohammed mohan mojgan mokoena molly mona monica monika
monique montserrat morag morales mordechai moreau morgan moshe mourad mousa mpho muhammad mukesh mukherjee
muller mulugeta murat muriel murphy musa mustafa mwangi myint nabil nadav nadeem nadezhda nadia nadja nagy
naima nair nakamura nalani naledi nancy naoki naomi nare narges nasreen nasrin nasser natalia natalie
natasha nathalie nathan natsuki nattapong naveed nayeli nazli ndiaye ndidi ndlovu neda neema neha neil
nemanja nesrin nga ngoc ngozi nguyen nguyet nhung niall niamh nicholas nick nicola nicolae nicolas nicole
nicoletta nielsen nigel nikhil nikola nikolai nikolaos nikolic nikos niloofar nils nilsson nimal nino
niran nisha nitin njeri nkechi nkosana nkosi nneka noa noah nomsa nomvula nonso noor nora norbert noriko
norma nosipho noura novak nowak nur nurcan nuri nuria nurul nusrat nuwan nyoman obi obinna obrien ochieng
oconnor octavian odette oisin okafor okan okonkwo okoye oksana olaf olamide oleg olga oliveira olivia
olivier olsen olsson olu oluwaseun omar omolara ondrej oneill onur onyeka orhan orla ortiz osama oscar
oskar osullivan othman otieno otto ousmane owen owusu oyelaran ozan ozlem pablo padma padraig paivi paloma
pamela panagiotis paolo papadaki papadakis papadopoulos parisa pascal patel patricia patrick paul paula
pauline pavel pawel pedersen pedro pekka pereira perez petar peter petra petrov petrovic pham philip
philippe phoebe phong phuc phuong phyllis pierre pieter pietro pilar piotr polina pooja popescu prakash
pranav prasad preeti premysl priya priyanka przemek putra putri qasim qiang qing quang quentin quetzal
quoc quynh rabia rachel rachid radek radha radovan radu rafael rafiq ragnhild rahim rahman rahul rainer
raj rajesh rajiv rakesh ralph raluca rama ramesh rami ramirez ramon rania rao rasha rasheed rashid rasmus
raul ravi raymond razvan rebecca recep reddy reem refilwe reginald rehana reinhard rekha remi renate reza
rezaul rhys ricardo richard rida riikka rina rini rivera rivka rizky robert roberto robinson rocio rodel
rodrigo rodriguez roger rohan rohit roisin rolf roman romano ron ronald rong rosa rosario rosenberg
rosenthal rosie ross rossi rowena roy rubina rudo rui ruoxi rupert ruslan russell russo ruth ruud ruwan
ryan ryota ryszard saad sabah sabine sachin sadio sahin saima sakura salah salim salimata saliou sally
salma salvador salvatore samantha samir samira samuel sana sanchez sandeep sandor sandra sandrine sanduni
sangmin sanjay sanjeev sanne santiago santos santosh saoirse saqib sara sarah sarita satish sato satoshi
savita sayed schmidt schneider schulz scott sean sebastian seema sekou selam selin sello semra senait
seohyun seojun sepp sergei sergey sergio seth seung sevgi shahid shaima shakil shalini shan shanice
shaniqua shankar shannon shanti sharif sharma sharon shaul shazia sheila shevchenko shigeru shimon shinji
shira shirin shirley shivani shlomo shmuel shoshana shota shreya shu sibel sid siddharth sidorov signe
sigrid sigurd siham silva silvia simon simona simran sinan sinead singh siobhan sione siphiwe sipho sita
siti sizwe sjoerd slamet slawomir slobodan smirnov smith sneha snezana sofia sofoklis sohail soheil
soledad solene somchai somsak sonja soojin sophie sora soren sorin souad souza spencer spyros sri sridhar
srinivas stanislaw stanley stavros stefan stefania stefano steffen stella stepan stephanie stephen steve
steven stewart stjepan stuart suda sukarno sukhdev suleiman suleyman sumaiya sumaya sungho sunil sunita
supaporn suresh surya susan sushila sushma suzanne suzuki sven svenja svetlana swati sylvia sylvie szabo
szabolcs szymon tadashi tadesse tadeusz taeyang tafari tahir tahira takahashi takashi takeshi tal tamara
tamas tamika tanaka tane tanvi tanvir tanya tao taras tariq tariro tarkan tatenda tatiana taylor tebogo
ted temitope tendai teresa tereza terrell terry tesfaye tevita thabo thanasis thandiwe thanh thao tharindu
thelma themba theodore theodoros theresa thi thiago thibault thida thierry thijs thomas thompson thu thuy
tiago tien tigist tigran tihomir tim timo timothy tina tiwa tobias toby tolga tolu tom tomasz tomoko tony
torbjorn torres torsten toshio toth toure tracy traian tran trang traore travis trevor treyvon trine trinh
trung tsubasa tuan tumelo tuomas tuyet tyler tyrell tyrone tzipora uche uchenna uday uddin ugur ulf ulrike
uma umberto umut ursula urszula usha usman uwe vaclav vadim valentin valentina valerie vanessa vargas
varun vasco vasile vasilis vasily vassiliki vera verma vernon veronica veronique vesna victoria viggo
vijay vikram viktor vincent vincenzo vinh vinod viorel virtanen vishal vitaly vivek vivian vladimir
vladislav vo volker volodymyr vuk wael wagner wahyu waleed walker walter wambui wang wanjiru waqar
watanabe wayan wayne wei weijie wendy wenjing werner wichai widad wieslaw wilfred wilhelm willem william
williams wilson winifred wiremu wisniewski wojciech wojcik wolfgang wong wouter wu xavier xia xiang xiao
xiaoming xie ximena xin xinyi xiu xochitl xu xuan xue yaa yaakov yael yahya yamamoto yan yang yannis yanti
yaroslav yasaman yasemin yasin yasmin yasmine yaw yehuda yejin yekaterina yelena yeon yetunde yifan yijun
yildirim yildiz yilmaz ying yitzchak yitzhak yochanan yoko yolanda yong yoon yoona yosef yoshiko younes
youngho youssef youta yu yuan yui yuki yukiko yuko yulia yumi yun yuri yusuf yuto yuxuan yves yvonne
zachary zadie zafar zahra zainab zanele zaw zawadi zaynab zbigniew zdenek zdravko zehra zeljko zeynep
zhang zhao zhen zheng zhi zhou zhu ziad zielinski zihan zineb zixuan zodwa zoe zofia zohreh zola zoltan
zoran zsofia zsuzsanna zubair zulkifli zvi
"""
NAMES = frozenset(_WORDS.split())
