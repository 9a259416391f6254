"""Who may use which address, written by hand: the office's promise, not a copy of the code.

A line is: name of the address | path | who may GET | who may POST | what is sent.
Who: P policy officer, A analyst, L lead of the police, O another lead (fire), C clerk, M member, S administrator,
`+` all of these, `*` everybody, signed in or not, `-` the address has no such method.
A trailing `?` means that others do not even learn that it is there (404); else nobody is led to sign in, and a role
hears 403. `nobody?`: no page shows it yet, or only to the one browser or letter that holds its key.
Words in braces are things that `objects` in test_access.py arranges.
"""

from __future__ import annotations

from dataclasses import dataclass

TABLE = """
people:sign_in                | /sign-in/                                            | * | * |
people:sign_out               | /sign-out/                                           | - | * |
people:join                   | /join/{join}/                                        | * | * |
people:join                   | /join/{join_wrong}/                                  | nobody? | nobody? |
people:ask_for_new_password   | /new-password/                                       | * | * |
people:asked                  | /new-password/asked/                                 | * | - |
people:new_password           | /new-password/{reset}/                               | * | * |
people:new_password           | /new-password/{reset_wrong}/                         | nobody? | nobody? |
people:account                | /account/                                            | + | - |
people:change_password        | /account/password/                                   | + | + |
people:people                 | /staff/people/                                       | S | - |
people:add_person             | /staff/people/add/                                   | S | S |
people:person                 | /staff/people/{person}/                              | S | - |
people:details                | /staff/people/{person}/details/                      | S | S | name=Another&email=another@example.org
people:roles                  | /staff/people/{person}/roles/                        | S | S | roles=administrator
people:invite                 | /staff/people/{newcomer}/invite/                     | S | S |
people:deactivate             | /staff/people/{person}/deactivate/                   | S | S |
people:reactivate             | /staff/people/{gone}/reactivate/                     | S | S |
people:posts                  | /staff/posts/                                        | PS | - |
people:add_post               | /staff/posts/add/                                    | PS | PS |
people:add_organisation       | /staff/posts/organisation/                           | PS | PS | name=Another&kind=partner
people:post                   | /staff/posts/{post}/                                 | PS | - |
people:appoint                | /staff/posts/{vacant_post}/appoint/                  | S | S |
people:end_holding            | /staff/holdings/{holding}/end/                       | S | S |
people:office                 | /staff/office/                                       | S | S |
notices:notices               | /staff/notices/                                      | S | S |

actions:actions               | /actions/                                            | * | - |
actions:actions_csv           | /actions/actions.csv                                 | * | - |
actions:actions_xlsx          | /actions/actions.xlsx                                | * | - |
actions:action                | /action/{action}/                                    | * | - |
actions:action                | /action/{private_action}/                            | PCM? | - |
actions:staff_actions         | /staff/actions/                                      | PLO | - |
actions:staff_action          | /staff/actions/{action}/                             | PLO | - |
actions:staff_action          | /staff/actions/{private_action}/                     | P? | - |
actions:claim                 | /staff/actions/{police_action}/claim/                | PLO | PL | proof=It was done on Monday, see the log.
actions:verify                | /staff/actions/{claimed_action}/verify/              | P | P |
actions:stop                  | /staff/actions/{action}/stop/                        | P | P | why=No longer needed
actions:reopen                | /staff/actions/{claimed_action}/reopen/              | P | P | why=The log is empty
actions:owner                 | /staff/actions/{action}/owner/                       | P | P | owner={post}

publications:publication      | /publication/{frozen}/                               | * | - |
publications:publication      | /publication/{private_frozen}/                       | PCM? | - |
publications:rendition        | /publication/{frozen_file}                           | * | - |
publications:rendition        | /publication/{private_frozen_file}                   | PCM? | - |

sources:data                  | /data/                                               | * | - |
sources:dataset               | /dataset/police-uk-street-crime/                     | * | - |
sources:release               | /{release}/                                          | * | - |
sources:raw                   | /{release}/raw                                       | * | - |
places:areas                  | /areas/                                              | * | - |
places:area                   | /area/E23000022/                                     | * | - |
places:postcodes              | /staff/data/postcodes/                               | A | A |
places:postcode_columns       | /staff/data/postcodes/{directory}/                   | A | A | postcode=0&district=1
recorded_crime:outcomes       | /data/outcomes/                                      | * | - |
recorded_crime:outcomes_csv   | /data/outcomes/outcomes.csv                          | * | - |
recorded_crime:searches       | /data/stop-and-search/                               | * | - |
recorded_crime:searches_csv   | /data/stop-and-search/searches.csv                   | * | - |
recorded_crime:boundaries     | /staff/data/boundaries/                              | A | - |
recorded_crime:not_carried_csv | /staff/data/boundaries/not-carried.csv              | A | - |
recorded_crime:across         | /staff/data/boundaries/area/                         | A | - |
extracts:extracts             | /staff/data/extracts/                                | A | A |
extracts:extract              | /staff/data/extracts/{extract}/                      | A | - |
extracts:columns              | /staff/data/extracts/{extract_sent}/columns/         | A | A | name=Another&dates=day first&start=Date&offence_code=Code
extracts:preview              | /staff/data/extracts/{extract_sent}/preview/         | A | A |
extracts:types                | /staff/data/extracts/{extract}/types/                | A | A |
extracts:take_in              | /staff/data/extracts/{extract_sent}/take-in/         | - | A |
extracts:rejects              | /staff/data/extracts/{extract}/rejects.csv           | A | - |
extracts:keep                 | /staff/data/extracts/{extract}/keep/                 | A | A | day_day=1&day_month=1&day_year=2027&why=More work
extracts:delete               | /staff/data/extracts/{extract}/delete/               | A | A | why=No longer needed
recorded_crime:reconciliation | /staff/data/reconciliation/                          | A | - |
recorded_crime:reconciliation_csv | /staff/data/reconciliation/steps.csv             | A | - |
recorded_crime:staff_data     | /staff/data/                                         | A | - |
recorded_crime:upload         | /staff/data/import/                                  | A | A |
recorded_crime:import_run     | /staff/data/import/{run}/                            | A | - |
recorded_crime:rejects        | /staff/data/import/{run}/rejects.csv                 | A | - |
recorded_crime:use_again      | /staff/data/use-again/{superseded}/                  | A | A | why=The later file is damaged

consultation:consultations    | /consultations/                                      | * | - |
consultation:about            | /consultation/feeling-safe/                          | * | * | step=start
consultation:equality_questions | /consultation/equality-questions/                  | * | - |
consultation:ask_for_result   | /consultation/{draft}/result-mail/                   | nobody? | nobody? | email=a@example.org
consultation:result_mail      | /result-mail/1.wrong/                                | nobody? | nobody? |
consultation:tell_result      | /staff/consultations/plan-2021/result-mail/          | P | P |
consultation:about            | /consultation/{draft}/                               | nobody? | - |
consultation:start            | /consultation/feeling-safe/start/                    | - | * |
consultation:section          | /consultation/feeling-safe/section/                  | * | * | response={key}&section=residents
consultation:section          | /consultation/{draft}/section/                       | nobody? | nobody? |
consultation:question         | /consultation/feeling-safe/q/why/                    | * | * | response={key}&answer=Street lights
consultation:question         | /consultation/{draft}/q/one/                         | nobody? | nobody? |
consultation:row              | /consultation/feeling-safe/q/why/first/              | * | nobody? | response={key}
consultation:code             | /consultation/feeling-safe/code/                     | * | * | response={key}&code=7KQ4-M2XD-9HPR
consultation:age              | /consultation/feeling-safe/age/                      | * | * | response={key}&age=may
consultation:guardian         | /consultation/feeling-safe/guardian/                 | * | * | response={key}&agreed=on
consultation:equality_first   | /consultation/feeling-safe/equality/                 | * | * | response={key}
consultation:equality         | /consultation/feeling-safe/equality/age/             | * | nobody? | response={key}&answer=25-34
consultation:later            | /consultation/feeling-safe/later/                    | * | * | response={key}
consultation:check            | /consultation/feeling-safe/check/                    | * | * | response={key}
consultation:receipt          | /consultation/feeling-safe/receipt/                  | nobody? | - |
consultation:finish           | /consultation/feeling-safe/finish/                   | - | * | response={key}
consultation:results          | /consultation/plan-2021/results/                     | * | - |
consultation:results          | /consultation/{draft}/results/                       | nobody? | - |
consultation:theme            | /theme/plan-2021/roads-and-traffic/                  | * | - |
consultation:theme            | /theme/plan-2021/{suggested}/                        | nobody? | - |
consultation:response         | /response/plan-2021/1/                               | PA | - |
consultation:answer           | /answer/plan-2021/1/matters/                         | PA | - |
consultation:code_answer      | /answer/plan-2021/1/matters/code/                    | - | PA | target=drugs
consultation:clear_words      | /answer/plan-2021/1/matters/words/                   | P | P | text=Street lights
consultation:staff_consultations | /staff/consultations/                             | PA | - |
consultation:begin            | /staff/consultations/new/                            | P | P |
consultation:staff_consultation | /staff/consultations/{draft}/                      | PA | - |
consultation:edit             | /staff/consultations/{draft}/edit/                   | P | P |
consultation:publish          | /staff/consultations/{draft}/publish/                | P | P |
consultation:extend           | /staff/consultations/feeling-safe/extend/            | P | P |
consultation:papers           | /consultation/feeling-safe/paper/                    | * | - |
consultation:papers           | /consultation/{draft}/paper/                         | nobody? | - |
consultation:paper            | /consultation/feeling-safe/paper/residents/          | * | - |
consultation:paper            | /consultation/{draft}/paper/all/                     | nobody? | - |
consultation:paper_pdf        | /consultation/feeling-safe/paper/residents/questionnaire.pdf | * | - |
consultation:paper_pdf        | /consultation/{draft}/paper/all/questionnaire.pdf    | nobody? | - |
consultation:questionnaire    | /staff/consultations/{draft}/questionnaire/          | PA | - |
consultation:add_section      | /staff/consultations/{draft}/questionnaire/sections/add/ | P | P |
consultation:change_section   | /staff/consultations/{draft}/questionnaire/section/all/  | - | P | act=remove
consultation:edit_section     | /staff/consultations/{draft}/questionnaire/section/all/edit/ | P | P |
consultation:codes            | /staff/consultations/{draft}/questionnaire/section/all/codes/ | P | P | act=withdraw
consultation:add_question     | /staff/consultations/{draft}/questionnaire/questions/add/ | P | P |
consultation:change_question  | /staff/consultations/{draft}/questionnaire/question/one/ | - | P | act=remove
consultation:edit_question    | /staff/consultations/{draft}/questionnaire/question/one/edit/ | P | P |
consultation:ask_if           | /staff/consultations/{draft}/questionnaire/question/one/if/ | P | P |
consultation:other_words      | /staff/consultations/{draft}/questionnaire/question/one/words/all/ | P | P | wording=Otherwise?
consultation:put_back         | /staff/consultations/{draft}/questionnaire/put-back/ | - | P |
consultation:copy_questionnaire | /staff/consultations/{draft}/questionnaire/copy/   | P | P |
consultation:preview          | /staff/consultations/{draft}/questionnaire/preview/  | PA | PA |
consultation:versions         | /staff/consultations/plan-2021/questionnaire/versions/ | PA | - |
consultation:version          | /staff/consultations/plan-2021/questionnaire/versions/1/ | PA | - |
consultation:translations     | /staff/consultations/{draft}/questionnaire/translations/ | PA | - |
consultation:begin_translation | /staff/consultations/{draft}/questionnaire/translations/add/ | P | P | known=cy
consultation:translation      | /staff/consultations/{draft}/questionnaire/translations/cy/ | P | P |
consultation:change_language  | /staff/consultations/{draft}/questionnaire/translations/cy/offer/ | - | P | act=offer
consultation:bring_translation | /staff/consultations/{draft}/questionnaire/translations/cy/bring-in/ | P | P |
consultation:translation_csv  | /staff/consultations/{draft}/questionnaire/translations/cy/texts.csv | PA | - |
consultation:translation_xlsx | /staff/consultations/{draft}/questionnaire/translations/cy/texts.xlsx | PA | - |
consultation:staff_papers     | /staff/consultations/{draft}/questionnaire/paper/    | PA | - |
consultation:return_address   | /staff/consultations/{draft}/questionnaire/paper/return-address/ | P | P | address=FREEPOST PLAN
consultation:staff_paper      | /staff/consultations/{draft}/questionnaire/paper/all/ | PA | - |
consultation:staff_paper_pdf  | /staff/consultations/{draft}/questionnaire/paper/all/questionnaire.pdf | PA | - |
consultation:copies           | /staff/consultations/feeling-safe/questionnaire/paper/residents/copies/ | PA | PA |
consultation:checklist        | /staff/consultations/{draft}/checklist/              | PA | - |
consultation:checklist_item   | /staff/consultations/{draft}/checklist/time/         | P | P | evidence=Six weeks
consultation:responses        | /staff/consultations/plan-2021/responses/            | PA | - |
consultation:export_csv       | /staff/consultations/plan-2021/answers.csv           | PA | - |
consultation:export_xlsx      | /staff/consultations/plan-2021/answers.xlsx          | PA | - |
consultation:consider         | /response/feeling-safe/{received}/consider/          | PA | PA | note=Read and put to the board
consultation:withdraw_consideration | /response/feeling-safe/{received}/withdraw/    | -  | PA | consideration={considered}
consultation:attachment       | /response/feeling-safe/{received}/file/{attachment}/ | -  | PA | how=save
consultation:received         | /staff/consultations/feeling-safe/received/          | PA | - |
consultation:received         | /staff/consultations/{draft}/received/               | PA | - |
consultation:received_csv     | /staff/consultations/feeling-safe/received.csv       | PA | - |
consultation:received_xlsx    | /staff/consultations/feeling-safe/received.xlsx      | PA | - |
consultation:give             | /staff/consultations/feeling-safe/received/give/     | -  | PA | number={received}&owner=
consultation:match            | /staff/consultations/feeling-safe/import/{upload}/   | P  | P | act=look&q0=0
consultation:import_progress  | /staff/consultations/feeling-safe/import/{upload}/progress/ | P | - |
consultation:rejected         | /staff/consultations/feeling-safe/import/rejects/{rejects}.csv | P | - |
consultation:bring_in         | /staff/consultations/plan-2021/import/               | P | P |
consultation:themes           | /staff/consultations/plan-2021/themes/               | PA | - |
consultation:suggest          | /staff/consultations/plan-2021/themes/suggest/       | - | PA | question=matters
consultation:add_theme        | /staff/consultations/plan-2021/themes/add/?question=matters | PA | PA |
consultation:suggesting       | /staff/consultations/plan-2021/themes/progress/none/?question=matters | PA | - |
consultation:staff_theme      | /staff/consultations/plan-2021/theme/{suggested}/    | PA | PA | name=Another&act=accept
consultation:merge            | /staff/consultations/plan-2021/theme/{suggested}/merge/  | PA | PA | into=drugs
consultation:drop             | /staff/consultations/plan-2021/theme/{suggested}/drop/   | PA | PA | why=Not of use
consultation:reopen           | /staff/consultations/plan-2021/theme/drugs/reopen/   | PA | PA | why=Too wide
consultation:move             | /staff/consultations/plan-2021/theme/drugs/move/     | - | PA | target=-
consultation:words            | /staff/consultations/plan-2021/words/                | P | - |
consultation:keep_apart       | /answer/plan-2021/1/matters/apart/                   | PA | PA | alarm=crime
consultation:translate        | /answer/plan-2021/1/matters/translate/               | PA | PA | translation=Street lights
consultation:disclosures      | /staff/consultations/plan-2021/disclosures/          | P | - |
consultation:name_reader      | /staff/consultations/plan-2021/disclosures/reader/   | P | P |
consultation:disclosure       | /staff/consultations/plan-2021/disclosures/{apart}/matters/ | P | P | outcome=Read&then=release
consultation:reopen_disclosure | /staff/consultations/plan-2021/disclosures/{settled}/matters/reopen/ | - | P |

coding:overview               | /staff/consultations/plan-2021/coding/               | PA | - |
coding:analyse                | /staff/consultations/plan-2021/coding/analyse/       | - | PA | question=matters
coding:run                    | /staff/consultations/plan-2021/coding/run/matters/{run_number}/ | PA | - |
coding:to_translate           | /staff/consultations/plan-2021/coding/translate/     | PA | - |
coding:coded_xlsx             | /staff/consultations/plan-2021/coding/coded.xlsx     | PA | - |
coding:frame                  | /staff/consultations/plan-2021/coding/frame/         | PA | - |
coding:fix_frame              | /staff/consultations/plan-2021/coding/frame/fix/?question=matters | PA | PA | why=Again
coding:version                | /staff/consultations/plan-2021/coding/frame/matters/1/ | PA | - |
coding:describe               | /staff/consultations/plan-2021/coding/theme/drugs/   | PA | PA | name=Drugs
coding:split                  | /staff/consultations/plan-2021/coding/theme/drugs/split/ | PA | PA | name=Another
coding:take_back              | /staff/consultations/plan-2021/coding/step/{step}/undo/ | PA | PA | why=It was better before
coding:next_answer            | /staff/consultations/plan-2021/coding/next/          | - | PA | question=matters
coding:read                   | /staff/consultations/plan-2021/coding/read/{place}/  | A? | A? | act=skip
coding:undo                   | /staff/consultations/plan-2021/coding/undo/          | - | PA | question=matters
coding:rules                  | /staff/consultations/plan-2021/coding/rules/?question=matters | PA | PA | precision=90
coding:automatic              | /staff/consultations/plan-2021/coding/automatic/     | PA | - |
coding:code_automatically     | /staff/consultations/plan-2021/coding/automatic/code/ | - | PA | question=matters
coding:learn                  | /staff/consultations/plan-2021/coding/learn/         | - | PA | question=matters
coding:undo_batch             | /staff/consultations/plan-2021/coding/batch/{batch}/undo/ | - | PA |
coding:agreement              | /staff/consultations/plan-2021/coding/agreement/     | PA | PA | size=10
coding:round                  | /staff/consultations/plan-2021/coding/round/matters/1/ | PA | - |
coding:code_next              | /staff/consultations/plan-2021/coding/round/matters/1/code/ | PA | - |
coding:close_round            | /staff/consultations/plan-2021/coding/round/matters/1/close/ | - | PA |
coding:code_one               | /staff/consultations/plan-2021/coding/round/matters/1/1/ | PA | PA | act=none
coding:settle                 | /staff/consultations/plan-2021/coding/round/matters/1/1/settle/ | - | PA | theme=drugs
coding:campaigns              | /staff/consultations/plan-2021/coding/campaigns/     | PA | - |
coding:campaign               | /staff/consultations/plan-2021/coding/campaign/{campaign}/ | PA | - |
coding:campaign_act           | /staff/consultations/plan-2021/coding/campaign/{campaign}/act/ | - | PA | act=name&name=Another

findings:you_said             | /consultation/plan-2021/you-said/                    | * | - |
findings:you_said             | /consultation/{draft}/you-said/                      | nobody? | - |
findings:report               | /consultation/plan-2021/report/                      | * | - |
findings:report               | /consultation/{draft}/report/                        | nobody? | - |
findings:disposition          | /disposition/plan-2021/drugs/                        | * | - |
findings:disposition          | /disposition/plan-2021/{suggested}/                  | nobody? | - |
findings:finding_address      | /finding/plan-2021/{finding}/                        | PA? | - |
findings:frozen_you_said      | /you-said/plan-2021/                                 | * | - |
findings:frozen_report        | /consultation-report/plan-2021/                      | * | - |
findings:findings             | /staff/consultations/plan-2021/findings/             | PA | - |
findings:answers              | /staff/consultations/plan-2021/findings/answers/?question=matters&themes=drugs | PA | - |
findings:fix_all              | /staff/consultations/plan-2021/findings/fix/         | - | P |
findings:add_finding          | /staff/consultations/plan-2021/findings/add/matters/ | P | P | sentence={{n}} named it
findings:finding              | /staff/consultations/plan-2021/findings/{finding}/   | PA | - |
findings:change_finding       | /staff/consultations/plan-2021/findings/{finding}/change/ | P | P | sentence=Otherwise
findings:act_on_finding       | /staff/consultations/plan-2021/findings/{finding}/act/ | - | P | act=up
findings:take_out             | /staff/consultations/plan-2021/findings/{finding}/take-out/ | P | P |
findings:staff_you_said       | /staff/consultations/plan-2021/you-said/             | PA | - |
findings:set_reporting        | /staff/consultations/plan-2021/you-said/reporting/   | P | P | threshold_kind=count&threshold=9
findings:publish_you_said     | /staff/consultations/plan-2021/you-said/publish/     | P | P | why=Decided anew
findings:change_reason        | /staff/consultations/plan-2021/you-said/line/{changed_line}/ | P | P | reason=A duty in law
findings:decide               | /staff/consultations/plan-2021/you-said/theme/drugs/ | P | P | verdict=not_adopted
findings:withdraw             | /staff/consultations/plan-2021/you-said/theme/homes/withdraw/ | P | P |
findings:staff_report         | /staff/consultations/plan-2021/report/               | PA | - |
findings:draft                | /staff/consultations/plan-2021/report/draft/         | PA | - |
findings:draft_pdf            | /staff/consultations/{draft}/report/draft.pdf        | PA | - |
findings:issue                | /staff/consultations/{draft}/report/issue/           | PA | PA |
findings:analyst              | /staff/consultations/plan-2021/report/analyst/       | PA | - |
findings:give_out             | /staff/consultations/plan-2021/report/analyst/give/  | PA | PA | analyst=Fen&purpose=A second reading&questions=matters
findings:take_in              | /staff/consultations/plan-2021/report/analyst/{given}/ | PA | PA |
findings:undo_codes           | /staff/consultations/plan-2021/report/analyst/undo/{codes}/ | PA | PA | why=Another frame
findings:assistance           | /staff/office/assistance/                            | S | S | temperature=0&timeout_s=5
findings:greet                | /staff/office/assistance/greet/                      | - | S |
findings:assistant            | /staff/consultations/plan-2021/themes/assistant/     | PA | - |
findings:ask_assistant        | /staff/consultations/plan-2021/themes/assistant/ask/matters/ | - | PA | what=propose
findings:assistant_run        | /staff/consultations/plan-2021/themes/assistant/run/{assistant_run}/ | PA | - |
findings:act_on_run           | /staff/consultations/plan-2021/themes/assistant/run/{assistant_run}/act/ | - | PA | act=undo

coverage:coverage             | /staff/consultations/feeling-safe/coverage/          | PA | - |
coverage:line                 | /staff/consultations/feeling-safe/coverage/line/     | P  | P | percent=50
coverage:answers              | /staff/consultations/feeling-safe/coverage/answers/  | PA | - |
coverage:answers_csv          | /staff/consultations/feeling-safe/coverage/answers/answers.csv | PA | - |
coverage:weighted             | /staff/consultations/feeling-safe/coverage/weighted/ | PA | - |
coverage:export_csv           | /staff/consultations/feeling-safe/coverage/coverage.csv | PA | - |
coverage:export_xlsx          | /staff/consultations/feeling-safe/coverage/coverage.xlsx | PA | - |

cameras:cameras               | /cameras/                                            | * | - |
cameras:public_network        | /camera-network/{network}/                           | * | - |
cameras:public_study          | /siting-study/{study_shown}/                         | * | - |
cameras:public_study          | /siting-study/{study}/                               | nobody? | - |
cameras:home                  | /staff/cameras/                                      | PA | - |
cameras:add_network           | /staff/cameras/new/                                  | PA | PA | name=Another&kind=cctv&purpose=To see&operator=Us&shown=numbers
cameras:network               | /staff/cameras/network/{network}/                    | PA | - |
cameras:change_network        | /staff/cameras/network/{network}/edit/               | PA | PA | name=Another&kind=anpr&purpose=To see&operator=Us&shown=districts
cameras:sites                 | /staff/cameras/network/{network}/sites/              | PA | - |
cameras:sites_csv             | /staff/cameras/network/{network}/sites.csv           | PA | - |
cameras:sites_xlsx            | /staff/cameras/network/{network}/sites.xlsx          | PA | - |
cameras:add_site              | /staff/cameras/network/{network}/add/                | PA | PA | code=x1&name=Another&easting=475600&northing=260300
cameras:bring                 | /staff/cameras/network/{network}/import/             | PA | PA |
cameras:take                  | /staff/cameras/network/{network}/import/take/        | - | PA | read=nothing
cameras:site                  | /staff/cameras/network/{network}/sites/{site}/       | PA | - |
cameras:change_site           | /staff/cameras/network/{network}/sites/{site}/edit/  | PA | PA | code=x1&name=Another&easting=475600&northing=260300
cameras:note_state            | /staff/cameras/network/{network}/sites/{site}/status/ | PA | PA | state=removed
cameras:note_outage           | /staff/cameras/network/{network}/sites/{site}/outage/ | PA | PA | cause=fault
cameras:end_outage            | /staff/cameras/network/{network}/sites/{site}/outage/{outage}/end/ | PA | PA |
cameras:take_back             | /staff/cameras/network/{network}/sites/{site}/take-back/outage/{outage}/ | PA | PA |
cameras:note_review           | /staff/cameras/network/{network}/sites/{site}/review/ | PA | PA | outcome=keep&reason=Still needed
cameras:studies               | /staff/cameras/studies/                              | PA | - |
cameras:ask                   | /staff/cameras/studies/new/                          | PA | PA | title=Where?&radius=1000&new=3
cameras:study                 | /staff/cameras/studies/{study}/                      | PA | - |
cameras:study_csv             | /staff/cameras/studies/{study}/sites.csv             | PA | - |
cameras:study_xlsx            | /staff/cameras/studies/{study}/sites.xlsx            | PA | - |
cameras:study_geojson         | /staff/cameras/studies/{study}/sites.geojson         | PA | - |
cameras:again                 | /staff/cameras/studies/{study}/again/                | - | PA |
cameras:publish               | /staff/cameras/studies/{study}/publish/              | - | PA |
cameras:withdraw              | /staff/cameras/studies/{study_shown}/withdraw/       | PA | PA | why=A mistake

engagement:calendar           | /engagement/                                         | * | - |
engagement:ics                | /engagement/engagement.ics                           | * | - |
engagement:event              | /event/{event}/                                      | * | - |
engagement:event              | /event/{private_event}/                              | PA? | - |
engagement:staff_calendar     | /staff/engagement/                                   | PA | - |
engagement:staff_ics          | /staff/engagement/engagement.ics                     | PA | - |
engagement:events             | /staff/engagement/events/                            | PA | - |
engagement:events_csv         | /staff/engagement/events.csv                         | PA | - |
engagement:events_xlsx        | /staff/engagement/events.xlsx                        | PA | - |
engagement:add_event          | /staff/engagement/events/new/                        | PA | PA | title=A stall
engagement:change_event       | /staff/engagement/events/{event}/edit/               | PA | PA | title=A stall
engagement:cancel_event       | /staff/engagement/events/{event}/cancel/             | PA | PA | why=Flooded
engagement:events_of          | /staff/consultations/feeling-safe/events/            | PA | - |
engagement:events_of_csv      | /staff/consultations/feeling-safe/events.csv         | PA | - |
engagement:events_of_xlsx     | /staff/consultations/feeling-safe/events.xlsx        | PA | - |
engagement:key                | /staff/consultations/feeling-safe/received/key/      | PA | PA | channel=paper
engagement:add_item           | /staff/consultations/feeling-safe/received/add/      | PA | PA | channel=letter
engagement:take_back          | /staff/consultations/feeling-safe/received/take-back/ | - | P | number={received}&why=The wrong pile

plan:plans                    | /staff/plans/                                        | P | - |
plan:create_plan              | /staff/plans/new/                                    | P | P |
plan:import_plan              | /staff/plans/import/                                 | P | P |
plan:template                 | /staff/plans/import/template.xlsx                    | P | - |
plan:edit                     | /staff/plans/of/{draft_plan}/                        | P | - |
plan:edit                     | /staff/plans/of/{plan}/                              | P | - |
plan:change_plan              | /staff/plans/of/{draft_plan}/about/                  | P | P |
plan:freeze_draft             | /staff/plans/of/{draft_plan}/draft/                  | P | P | why=A word was wrong
plan:newest_draft             | /plan-draft/{plan}/                                  | * | - |
plan:newest_draft             | /plan-draft/{draft_plan}/                            | nobody? | - |
plan:publish_plan             | /staff/plans/of/{plan}/publish/                      | P | P | why=A word was wrong
plan:add_priority             | /staff/plans/of/{plan}/add/                          | P | P | code=P9&title=Another
plan:priority                 | /staff/plans/of/{plan}/priority/P1/                  | P | P | code=P1&title=Another
plan:move_priority            | /staff/plans/of/{plan}/priority/P2/move/             | - | P | to=up
plan:remove_priority          | /staff/plans/of/{plan}/priority/P5/remove/           | P | P |
plan:set_priority_lead        | /staff/plans/of/{plan}/priority/P1/lead/             | P | P | post={post}
plan:add_commitment           | /staff/plans/of/{plan}/priority/P1/add/              | P | P |
plan:commitment               | /staff/plans/of/{plan}/commitment/P1.1/              | P | - |
plan:change_commitment        | /staff/plans/of/{plan}/commitment/P1.1/change/       | P | P | code=P1.1&text=Another&addressee=police
plan:move_commitment          | /staff/plans/of/{plan}/commitment/P1.2/move/         | - | P | to=up
plan:place_commitment         | /staff/plans/of/{plan}/commitment/P1.2/place/        | P | P | to=P2
plan:remove_commitment        | /staff/plans/of/{plan}/commitment/P5.4/remove/       | P | P |
plan:set_commitment_lead      | /staff/plans/of/{plan}/commitment/P1.1/lead/         | P | P | post={post}
plan:set_basis                | /staff/plans/of/{plan}/commitment/P1.1/basis/        | P | P |
plan:link_measure             | /staff/plans/of/{plan}/commitment/P1.1/measure/      | P | P | measure=robbery
plan:unlink_measure           | /staff/plans/of/{plan}/commitment/P2.2/measure/burglary/remove/ | - | P |
plan:remove_lead              | /staff/plans/of/{plan}/lead/{lead}/remove/           | - | P |
plan:remove_basis             | /staff/plans/of/{plan}/basis/{basis}/remove/         | - | P |

performance:measures          | /measures/                                           | * | - |
performance:measure           | /measure/burglary/                                   | * | - |
performance:figures_csv       | /measure/burglary/figures.csv                        | * | - |
performance:csv_metadata      | /measure/burglary/figures.csv-metadata.json          | * | - |
performance:figures_xlsx      | /measure/burglary/figures.xlsx                       | * | - |
performance:chart             | /measure/burglary/chart.svg                          | * | - |
performance:ahead             | /measure/burglary/ahead/                             | * | - |
performance:ahead_csv         | /measure/burglary/ahead.csv                          | * | - |
performance:observation       | /observation/burglary/2025-04/                       | * | - |
performance:staff_measures    | /staff/measures/                                     | PA | - |
performance:define            | /staff/measures/define/                              | PA | PA |
performance:observe_all       | /staff/measures/observe/                             | - | A |
performance:import_figures    | /staff/measures/figures/                             | A | A |
performance:template          | /staff/measures/figures/template.xlsx                | A | - |
performance:import_report     | /staff/measures/figures/{figures_run}/               | A | - |
performance:staff_measure     | /staff/measures/of/burglary/                         | PA | - |
performance:observe_one       | /staff/measures/of/burglary/observe/                 | - | A |
performance:revise            | /staff/measures/of/burglary/revise/                  | PA | PA |
performance:break_series      | /staff/measures/of/burglary/break/                   | PA | PA |
performance:retire            | /staff/measures/of/burglary/retire/                  | PA | PA |

delivery:update               | /update/{plan}/P2.2/2025-04/1/                       | * | - |
delivery:update               | /{draft_update}/                                     | nobody? | - |
delivery:write_update_by_link | /update-link/{link}/                                 | * | * |
delivery:write_update_by_link | /update-link/{link_expired}/                         | nobody? | nobody? | text=Done&confidence=complete
delivery:write_update_by_link | /update-link/made-up-by-a-stranger/                  | nobody? | nobody? | text=Done&confidence=complete
delivery:overview             | /staff/delivery/                                     | PALOS | - |
delivery:ask_for_updates      | /staff/delivery/ask/                                 | P | P |
delivery:write_update         | /staff/delivery/update/{police_request}/             | L | L | text=We did it.&confidence=on_course
delivery:write_update         | /staff/delivery/update/{fire_request}/               | O | O | text=We did it.&confidence=on_course
delivery:send_personal_link   | /staff/delivery/update/{police_request}/link/        | - | P |

scrutiny:meetings             | /meetings/                                           | * | - |
scrutiny:meeting              | /meeting/scrutiny/2025-06-12/                        | * | - |
scrutiny:meeting              | /meeting/scrutiny/{planned}/                         | * | - |
scrutiny:item                 | /item/scrutiny/2025-06-12/5/                         | * | - |
scrutiny:item                 | /item/scrutiny/2025-06-12/6/                         | * | - |
scrutiny:item                 | /item/scrutiny/{planned}/1/                          | PALOCMS? | - |
scrutiny:point                | /point/scrutiny/2025-06-12/5/3/                      | * | - |
scrutiny:point                | /point/scrutiny/2025-06-12/6/1/                      | PCM? | - |
scrutiny:resolution           | /resolution/scrutiny/2025-06-12/5/2/                 | * | - |
scrutiny:resolution           | /resolution/scrutiny/2025-06-12/6/1/                 | PCM? | - |
scrutiny:challenge            | /challenge/scrutiny/2025-06-12/5/1/                  | * | - |
scrutiny:challenge            | /challenge/scrutiny/2025-06-12/6/1/                  | PCM? | - |
scrutiny:report               | /report/june-2025/                                   | * | - |
scrutiny:report               | /report/{draft_report}/                              | nobody? | - |
scrutiny:staff_meetings       | /staff/meetings/                                     | C | - |
scrutiny:plan_meeting         | /staff/meetings/new/                                 | C | C |
scrutiny:amend_meeting        | /staff/meetings/scrutiny/2025-06-12/amend/           | C | C | place=Elsewhere
scrutiny:move_meeting_on      | /staff/meetings/scrutiny/2025-06-12/move-on/         | C | C | to=confirmed
scrutiny:add_item             | /staff/meetings/scrutiny/2025-06-12/add-item/        | C | C | title=Another
scrutiny:amend_item           | /staff/meetings/item/{item}/amend/                   | C | C | title=Another
scrutiny:add_paper            | /staff/meetings/item/{item}/paper/                   | C | C | title=Another
scrutiny:amend_paper          | /staff/meetings/paper/{exempt_paper}/amend/          | C | C | title=Another
scrutiny:record_point         | /staff/meetings/item/{item}/point/                   | C | C | kind=comment&text=Another
scrutiny:amend_point          | /staff/meetings/point/{point}/amend/                 | C | C | kind=comment&text=Another
scrutiny:record_resolution    | /staff/meetings/item/{item}/resolution/              | C | C | verb=notes&text=Another
scrutiny:record_challenge     | /staff/meetings/item/{item}/challenge/               | CM | CM | text=Another
scrutiny:record_challenge     | /staff/meetings/item/{exempt_item}/challenge/        | CM | CM | text=Another
scrutiny:amend_challenge      | /staff/meetings/challenge/{challenge}/amend/         | C | C | text=Another
scrutiny:to_be_answered       | /staff/answers/                                      | PCM | - |
scrutiny:answer_challenge     | /staff/answers/challenge/{challenge}/                | P | P | answer=We have done it.
scrutiny:open_action_challenge | /staff/answers/challenge/{challenge}/action/        | P | P |
scrutiny:answer_point         | /staff/answers/point/{point}/                        | P | P | answer=We have done it.
scrutiny:open_action_point    | /staff/answers/point/{point}/action/                 | P | P |
scrutiny:reports              | /staff/reports/                                      | PA | - |
scrutiny:draft_report         | /staff/reports/new/                                  | PA | PA |
scrutiny:build_report         | /staff/reports/{draft_report}/build/                 | PA | PA |

thread:start                  | /                                                    | * | - |
thread:current_plan           | /plan/                                               | * | - |
thread:plan                   | /plan/{plan}/                                        | * | - |
thread:plan                   | /plan/{draft_plan}/                                  | nobody? | - |
thread:plan_versions          | /plan/{plan}/versions/                               | * | - |
thread:plan_versions          | /plan/{draft_plan}/versions/                         | nobody? | - |
thread:plans                  | /plans/                                              | * | - |
thread:priority               | /priority/{plan}/P2/                                 | * | - |
thread:priority               | /priority/{draft_plan}/D1/                           | nobody? | - |
thread:commitment             | /commitment/{plan}/P2.2/                             | * | - |
thread:commitment             | /commitment/{draft_plan}/D1.1/                       | nobody? | - |
thread:search                 | /search/                                             | * | - |
thread:thread                 | /thread/commitment/{plan}/P2.2/                      | * | - |
thread:thread                 | /thread/commitment/{draft_plan}/D1.1/                | nobody? | - |
thread:thread                 | /thread/challenge/scrutiny/2025-06-12/6/1/           | PCM? | - |
thread:thread                 | /thread/answer/plan-2021/1/matters/                  | PA? | - |
thread:thread                 | /thread/action/{private_action}/                     | PCM? | - |
thread:how                    | /how/                                                | * | - |
thread:how_of                 | /how/measure/burglary/                               | * | - |
thread:how_of                 | /how/commitment/{draft_plan}/D1.1/                   | nobody? | - |
thread:how_of                 | /how/answer/plan-2021/1/matters/                     | PA? | - |
thread:how_of                 | /how/challenge/scrutiny/2025-06-12/6/1/              | PCM? | - |
thread:method                 | /methods/{method}/                                   | * | - |
thread:staff_home             | /staff/                                              | + | - |
thread:audit                  | /staff/audit/                                        | S | - |
accessibility                 | /accessibility/                                      | * | - |
privacy                       | /privacy/                                            | * | - |
cookies                       | /cookies/                                            | * | - |
patterns                      | /patterns/                                           | * | - |

maps:maps                     | /maps/                                               | * | - |
maps:interactive              | /maps/interactive/                                   | * | - |
maps:figures                  | /maps/figures.json                                   | * | - |
maps:areas                    | /maps/areas.csv                                      | * | - |
maps:areas                    | /maps/areas.geojson                                  | * | - |
maps:tile                     | /maps/tiles/{tile}.mvt                               | * | - |

analysis:analyses             | /staff/analysis/                                     | A | - |
analysis:choose               | /staff/analysis/new/                                 | A | - |
analysis:ask                  | /staff/analysis/new/hotspots/                        | A | A | {asked}
analysis:ask                  | /staff/analysis/new/near-repeats/                    | A | A | extract={extract}&space=0 200&time=0 7
analysis:analysis             | /analysis/{shown_analysis}/                          | * | - |
analysis:analysis             | /analysis/{own_analysis}/                            | PALOS? | - |
analysis:analysis             | /analysis/{secret_analysis}/                         | A? | - |
analysis:table                | /analysis/{shown_analysis}/table.csv                 | * | - |
analysis:table                | /analysis/{own_analysis}/table.xlsx                  | PALOS? | - |
analysis:table                | /analysis/{secret_analysis}/table.csv                | A? | - |
analysis:script               | /analysis/{shown_analysis}/code.py                   | * | - |
analysis:script               | /analysis/{secret_analysis}/code.py                  | A? | - |
analysis:figures              | /analysis/{shown_analysis}/figures.json              | * | - |
analysis:figures              | /analysis/{own_analysis}/figures.json                | PALOS? | - |
analysis:figures              | /analysis/{secret_analysis}/figures.json             | A? | - |
analysis:attach               | /staff/analysis/{own_analysis}/attach/               | A | A | to=measure/robbery
analysis:detach               | /staff/analysis/{own_analysis}/detach/{attached}/    | - | A |
analysis:clear                | /staff/analysis/{own_analysis}/clear/                | P | P | why=Published counts

problem_solving:problems      | /problems/                                           | * | - |
problem_solving:problems_csv  | /problems/problems.csv                               | * | - |
problem_solving:problems_xlsx | /problems/problems.xlsx                              | * | - |
problem_solving:problem       | /problem/{shown_problem}/                          | * | - |
problem_solving:problem       | /problem/{own_problem}/                              | nobody? | - |
problem_solving:assessment    | /problem/{shown_problem}/assessment/1/1/           | * | - |
problem_solving:staff_problems | /staff/problems/                                    | PALO | - |
problem_solving:staff_csv     | /staff/problems/problems.csv                         | PALO | - |
problem_solving:staff_xlsx    | /staff/problems/problems.xlsx                        | PALO | - |
problem_solving:open_problem  | /staff/problems/open/                                | PALO | PALO | title=Noise&statement=Noise every night
problem_solving:known_works   | /staff/problems/known/                               | PALO | - |
problem_solving:add_known     | /staff/problems/known/add/                           | PALO | PALO | code=noise&title=Noise&kind=study&source=A journal
problem_solving:known_work    | /staff/problems/known/entry/{known_work}/             | PALO | - |
problem_solving:change_known  | /staff/problems/known/entry/{known_work}/change/      | PALO | PALO | title=Cameras&kind=review&source=A journal
problem_solving:withdraw_known | /staff/problems/known/entry/{known_work}/withdraw/   | PALO | PALO | why=Retracted
problem_solving:file          | /staff/problems/file/{own_problem}/                  | PALO | - |
problem_solving:change_problem | /staff/problems/file/{own_problem}/change/          | PALO | PALO | title=Noise&statement=Noise every night
problem_solving:test_problem  | /staff/problems/file/{own_problem}/test/             | PALO | PALO | {cheers}
problem_solving:draw_triangle | /staff/problems/file/{own_problem}/triangle/         | PALO | PALO | place_known=A dark passage
problem_solving:add_link      | /staff/problems/file/{own_problem}/links/add/        | PALO | PALO | reference=measure/burglary
problem_solving:remove_link   | /staff/problems/file/{own_problem}/links/{problem_link}/remove/ | - | PALO |
problem_solving:add_partner   | /staff/problems/file/{own_problem}/partners/add/     | PALO | PALO | organisation={partner_body}&role=place
problem_solving:remove_partner | /staff/problems/file/{own_problem}/partners/{problem_partner}/remove/ | - | PALO |
problem_solving:take_step     | /staff/problems/file/{own_problem}/step/             | PALO | PALO |
problem_solving:step_back     | /staff/problems/file/{own_problem}/back/             | PALO | PALO | why=It did not hold
problem_solving:stop_problem  | /staff/problems/file/{own_problem}/stop/             | P | P | why=It went away
problem_solving:reopen_problem | /staff/problems/file/{shown_problem}/reopen/      | P | P | why=It came back
problem_solving:publish_problem | /staff/problems/file/{own_problem}/publish/        | P | P | {problem_texts}
problem_solving:close_to_public | /staff/problems/file/{shown_problem}/close-to-public/ | P | P | why=A word was wrong
problem_solving:add_hypothesis | /staff/problems/file/{own_problem}/hypotheses/add/  | PALO | PALO | text=Because it is dark
problem_solving:change_hypothesis | /staff/problems/file/{own_problem}/hypotheses/1/ | PALO | PALO | text=Because it is dark&verdict=open
problem_solving:remove_hypothesis | /staff/problems/file/{own_problem}/hypotheses/1/remove/ | PALO | PALO |
problem_solving:add_evidence  | /staff/problems/file/{own_problem}/hypotheses/1/evidence/ | PALO | PALO | direction=for&text=So it is&source=A review
problem_solving:remove_evidence | /staff/problems/file/{own_problem}/evidence/{problem_evidence}/remove/ | - | PALO |
problem_solving:add_response  | /staff/problems/file/{own_problem}/responses/add/    | PALO | PALO | name=Lights&what=Lights are lit&state=planned
problem_solving:change_response | /staff/problems/file/{own_problem}/responses/1/    | PALO | PALO | name=Lights&what=Lights are lit&state=running
problem_solving:remove_response | /staff/problems/file/{own_problem}/responses/2/remove/ | PALO | PALO |
problem_solving:find_known    | /staff/problems/file/{own_problem}/responses/1/known/ | PALO | - |
problem_solving:cite          | /staff/problems/file/{own_problem}/responses/1/cite/known/{known_work}/ | PALO | PALO | note=In streets
problem_solving:add_cost      | /staff/problems/file/{own_problem}/responses/1/costs/ | PALO | PALO | kind=money&amount=12.50
problem_solving:remove_citation | /staff/problems/file/{own_problem}/citations/{problem_citation}/remove/ | - | PALO |
problem_solving:remove_cost   | /staff/problems/file/{own_problem}/costs/{problem_cost}/remove/ | - | PALO |
problem_solving:design_evaluation | /staff/problems/file/{own_problem}/designs/add/  | PALO | PALO | {problem_design}
problem_solving:design        | /staff/problems/file/{own_problem}/designs/1/        | PALO | - |
problem_solving:change_design | /staff/problems/file/{own_problem}/designs/1/change/ | PALO | PALO | {problem_design}
problem_solving:remove_design | /staff/problems/file/{own_problem}/designs/1/remove/ | PALO | PALO |
problem_solving:check_power   | /staff/problems/file/{own_problem}/designs/1/power/  | - | PALO |
problem_solving:assess        | /staff/problems/file/{own_problem}/designs/1/assess/ | PALO | PALO |
"""  # noqa: E501

ROLES = "PALOCMS"
EVERYBODY = "N" + ROLES  # N: nobody, that is, not signed in


@dataclass(frozen=True)
class Line:
    """What is promised of one address and one thing."""

    name: str
    path: str
    get: str
    post: str
    sent: str

    def __str__(self) -> str:
        return f"{self.name} {self.path}"

    def has(self, method: str) -> bool:
        return getattr(self, method) != "-"

    def may(self, who: str, method: str) -> bool:
        said = getattr(self, method)
        return said != "-" and who in {"*": EVERYBODY, "+": ROLES, "nobody?": ""}.get(said, said.rstrip("?"))

    def hidden(self, method: str) -> bool:
        return getattr(self, method).endswith("?")


def lines() -> list[Line]:
    rows = [[cell.strip() for cell in row.split("|")] for row in TABLE.splitlines() if row.strip()]
    return [Line(*cells[:4], sent=cells[4] if len(cells) > 4 else "") for cells in rows]
