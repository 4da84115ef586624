#!/usr/bin/perl
# Fills an empty Request Tracker with a small support desk, through its own Perl interface and as the
# people themselves. What was made is written down as JSON, for tests to compare with what is read.
use strict;
use warnings;
use utf8;
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use Encode qw(encode_utf8);
use JSON ();
use MIME::Entity;
use RT;
RT::LoadConfig();
RT::Init();
$RT::Handle->dbh->do('PRAGMA synchronous=OFF');

my ($written, $count) = @ARGV;
my $SYSTEM = RT->SystemUser;
my %truth = (tokens => {}, tickets => []);

sub made { my ($what, $ok, $why) = @_; die "$what: " . ($why // '?') . "\n" unless $ok; return $ok }
sub as { my ($user, $class, $id) = @_; my $o = "RT::$class"->new(RT::CurrentUser->new($user->id)); $o->Load($id) if $id; return $o }
sub granted { my ($to, $on, @rights) = @_; made("right $_", $to->GrantRight(Right => $_, Object => $on)) for @rights }

my %queue;
{ my $general = RT::Queue->new($SYSTEM); $general->Load('General'); $queue{General} = $general; }
for (['Billing'], ['Возвраты'], ['Workshop', 'repairs']) {
    my ($name, $lifecycle) = @$_;
    my $q = RT::Queue->new($SYSTEM);
    made("queue $name", $q->Create(Name => $name, Description => "All about $name", Lifecycle => $lifecycle || 'default'));
    $queue{$name} = $q;
}

my %group;
for my $name ('Desk', 'Watchers') {
    my $g = RT::Group->new($SYSTEM);
    made("group $name", $g->CreateUserDefinedGroup(Name => $name));
    $group{$name} = $g;
}
my %operator;
for (['anna', 'Anna Kowal', 'UTC', 'Desk'], ['boris', 'Борис Север', 'Europe/Moscow', 'Desk'],
     ['carla', 'Carla Ortiz', 'America/New_York', 'Desk'], ['lena', 'Lena Lead', 'UTC', 'Desk'],
     ['viktor', 'Viktor Watcher', 'UTC', 'Watchers'], ['bella', 'Bella Billing', 'UTC', undef]) {
    my ($name, $real, $zone, $in) = @$_;
    my $u = RT::User->new($SYSTEM);
    made("operator $name", $u->Create(Name => $name, RealName => $real, EmailAddress => "$name\@desk.example",
        Password => 'correct-horse', Privileged => 1, Timezone => $zone, Lang => 'en'));
    $operator{$name} = $u;
    made("member $name", $group{$in}->AddMember($u->PrincipalId)) if $in;
}
for my $name (keys %operator, 'root') {
    my $u = RT::User->new($SYSTEM);
    $u->Load($name);
    my ($ok, $why, $token) = RT::AuthToken->new($SYSTEM)->Create(Owner => $u->id, Description => 'tests');
    made("token $name", $ok, $why);
    $truth{tokens}{$name} = $token;
}
my @see = qw(SeeQueue ShowTicket ShowTicketComments SeeCustomField);
my @work = qw(CreateTicket ReplyToTicket CommentOnTicket OwnTicket TakeTicket StealTicket ModifyTicket ModifyCustomField ReassignTicket);
granted($group{Desk}->PrincipalObj, $RT::System, @see, @work, qw(ShowSavedSearches LoadSavedSearch SeeGroup));
granted($group{Watchers}->PrincipalObj, $RT::System, qw(SeeQueue ShowTicket SeeCustomField ReplyToTicket));
granted($operator{bella}->PrincipalObj, $queue{Billing}, @see, @work);
granted($operator{lena}->PrincipalObj, $RT::System, qw(AdminUsers AdminGroupMembership DeleteTicket));
{ my $everyone = RT::Group->new($SYSTEM); $everyone->LoadSystemInternalGroup('Everyone');
  granted($everyone->PrincipalObj, $RT::System, qw(CreateTicket ReplyToTicket)); }

sub field {
    my ($name, $type, $on, @values) = @_;
    my $cf = RT::CustomField->new($SYSTEM);
    made("field $name", $cf->Create(Name => $name, Type => $type, LookupType => $on));
    $cf->AddValue(Name => $_) for @values;
    my $root = $on =~ /^RT::User/ ? RT::User->new($SYSTEM) : $on =~ /Article/ ? RT::Class->new($SYSTEM) : RT::Queue->new($SYSTEM);
    made("field $name", $cf->AddToObject($root));
    return $cf;
}
field('Product', 'SelectSingle', 'RT::Queue-RT::Ticket', 'Kettle', 'Чайник', 'Lamp');
field('Order', 'FreeformSingle', 'RT::Queue-RT::Ticket');
field('Tags', 'SelectMultiple', 'RT::Queue-RT::Ticket', 'vip', 'refund', 'срочно', 'bug');
field('Company', 'FreeformSingle', 'RT::User');

for my $name ('Templates', 'Handbook') {
    my $class = RT::Class->new($SYSTEM);
    made("class $name", $class->Create(Name => $name));
    $class->AddToObject(RT::Queue->new($SYSTEM));
}
my $content = RT::CustomField->new($SYSTEM);
$content->LoadByCols(Name => 'Content', LookupType => 'RT::Class-RT::Article');
$content = field('Content', 'Text', 'RT::Class-RT::Article') unless $content->id;
$content->AddToObject(RT::Class->new($SYSTEM));
for (['Refund promised', 'Templates', "Your money is on its way.\nПеревод уже в пути."],
     ['How to descale', 'Handbook', 'Pour vinegar and wait.'], ['Гарантия', 'Handbook', 'Два года на всё.']) {
    my ($name, $class, $text) = @$_;
    my $article = RT::Article->new($SYSTEM);
    made("article $name", $article->Create(Name => $name, Summary => "about $name", Class => $class));
    made("text $name", $article->AddCustomFieldValue(Field => $content->id, Value => $text));
}
granted($group{Desk}->PrincipalObj, $RT::System, qw(SeeClass ShowArticle));

my @clients;
for my $i (1 .. 12) {
    my $u = RT::User->new($SYSTEM);
    my $name = ('Maria Lund', 'Пётр Ветров', 'Jan Nowak', 'Олена Гай')[$i % 4] . " $i";
    made("client $i", $u->Create(Name => "client$i\@mail.example", EmailAddress => "client$i\@mail.example", RealName => $name,
        Organization => "Firm $i", MobilePhone => "+380 44 000 00 $i", City => 'Київ', Country => 'UA', Lang => 'uk', Privileged => 0));
    $u->AddCustomFieldValue(Field => 'Company', Value => "Фирма $i");
    push @clients, $u;
}

sub mime {
    my ($text, %also) = @_;
    my $m = MIME::Entity->build(Type => $also{html} ? 'text/html' : 'text/plain', Charset => 'UTF-8', Data => [encode_utf8($text)]);
    if ($also{file}) {
        $m->make_multipart('mixed');
        $m->attach(Type => 'application/octet-stream', Filename => encode_utf8($also{file}), Data => ["\x00\x01file\xff"]);
    }
    return $m;
}
my @desk = @operator{qw(anna boris carla lena)};
for my $i (1 .. $count) {
    my $workshop = $i % 10 == 0;
    my $name = $workshop ? 'Workshop' : (qw(General Billing), 'Возвраты')[$i % 3];
    my $client = $clients[$i % 12];
    my $subject = $i % 2 ? "Kettle leaks ($i)" : "Чайник течёт ($i)";
    my @said = ({ kind => 'client', text => "It leaks since day $i.\nОн течёт." });
    my $t = as($client, 'Ticket');
    my ($id, undef, $why) = $t->Create(Queue => $queue{$name}->id, Subject => $subject, Requestor => $client->EmailAddress, MIMEObj => mime($said[0]{text}));
    made("ticket $i", $id, $why);
    my $s = RT::Ticket->new($SYSTEM);
    $s->Load($id);
    my %fields = (Product => ($i % 2 ? 'Kettle' : 'Чайник'));
    $fields{Order} = "A-$i" if $i % 3 == 0;
    $s->AddCustomFieldValue(Field => $_, Value => $fields{$_}) for keys %fields;
    my @tags = grep { $i % 4 == 0 || ($_ eq 'vip' && $i % 5 == 0) } 'vip', 'срочно';
    $s->AddCustomFieldValue(Field => 'Tags', Value => $_) for @tags;
    my $priority = (0, 50, 100)[$i % 3];
    $s->SetPriority($priority) if $priority;
    my $owner = $i % 4 ? $desk[$i % 4] : undef;
    if ($owner) {
        made("take $i", as($owner, 'Ticket', $id)->Take);
        my $html = $i % 7 == 0;
        my $file = $i % 6 == 0 ? 'счёт за март.bin' : undef;
        push @said, { kind => 'operator', text => ($html ? "<p>We look at it <b>now</b> ($i)</p>" : "We look at it. Смотрим ($i)"), html => $html ? 1 : 0, file => $file };
        my ($ok, $bad) = as($owner, 'Ticket', $id)->Correspond(MIMEObj => mime($said[-1]{text}, html => $html, file => $file));
        made("reply $i", $ok, $bad);
        push @said, { kind => 'note', text => "Внутри: проверить $i" };
        ($ok, $bad) = as($owner, 'Ticket', $id)->Comment(MIMEObj => mime($said[-1]{text}));
        made("note $i", $ok, $bad);
    }
    if ($i % 2 == 0 && $i % 8) {
        push @said, { kind => 'client', text => "Still leaking! 🫖 ($i)" };
        my ($ok, $bad) = as($client, 'Ticket', $id)->Correspond(MIMEObj => mime($said[-1]{text}));
        made("client $i", $ok, $bad);
    }
    my $state = $workshop ? ('in repair', 'returned')[$i / 10 % 2] : (undef, undef, 'resolved', 'stalled', 'rejected')[$i % 5];
    $s->SetStatus($state) if $state && $s->Status ne $state;
    $s = RT::Ticket->new($SYSTEM);
    $s->Load($id);
    push @{ $truth{tickets} }, { id => $id, subject => $subject, queue => $name, state => $s->Status, owner => $owner ? $owner->Name : undef,
        client => $client->Name, priority => $priority, fields => \%fields, tags => [@tags], messages => \@said };
}
{ my $merged = as($operator{lena}, 'Ticket', $truth{tickets}[-1]{id});
  made('merge', $merged->MergeInto($truth{tickets}[-2]{id}));
  $truth{merged} = { from => $truth{tickets}[-1]{id}, into => $truth{tickets}[-2]{id} }; }
{ require RT::SavedSearch;
  my $o = RT::SavedSearch->new($SYSTEM);
  made('saved search', $o->Save(Privacy => 'RT::Group-' . $group{Desk}->id, Name => 'Nobody has it', Type => 'Ticket',
      SearchParams => { Query => "Owner = 'Nobody' AND Status = '__Active__'", OrderBy => 'id', Order => 'ASC', Format => "'__id__'", RowsPerPage => 50 })); }
# All of it happened two days ago.
my $past = RT::Date->new($SYSTEM);
$past->Set(Format => 'unix', Value => time - 2 * 86400);
$RT::Handle->dbh->do("UPDATE Tickets SET Created = ?, LastUpdated = ?", undef, $past->ISO, $past->ISO);
$RT::Handle->dbh->do("UPDATE Transactions SET Created = ?", undef, $past->ISO);
open my $out, '>', $written or die $!;
print $out JSON->new->utf8->canonical->encode(\%truth);
close $out or die $!;
